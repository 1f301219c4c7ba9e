"""News become rows: one a person and event, and one dispatch for each way it will travel."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from core import clock
from notifications import bell
from notifications.choosing import end_of_quiet, is_on, waits_for_digest
from notifications.enums import Channel
from notifications.models import Dispatch, Notification, Preferences, PushDevice
from notifications.news import News
from notifications.services.folding import fold_messages

KEPT = timedelta(days=90)


@transaction.atomic
def plan(news: Sequence[News]) -> list[Notification]:
    """Tell people on the site, and plan what is sent to them besides. Harmless twice.

    A person who wants to hear nothing of a kind has a row too, which is shown to nobody: should
    the event come again after they have changed their mind, it is still known to be old.

    Returns:
        The new notifications.
    """
    fresh = list(_not_told_before(news))
    if not fresh:
        return []
    people = {each.recipient.pk: each.recipient for each in fresh}
    chosen = Preferences.objects.in_bulk(people)
    preferences = {pk: chosen.get(pk) or Preferences(user=people[pk]) for pk in people}
    now = clock.now()
    told = [_told(each, preferences[each.recipient.pk], now) for each in fresh]
    fold_messages(told)
    Notification.objects.bulk_create(told)
    devices: dict[UUID, list[PushDevice]] = {}
    for device in PushDevice.objects.filter(user__in=people).order_by("created_at"):
        devices.setdefault(device.user_id, []).append(device)
    dispatches = [
        dispatch
        for each, row in zip(fresh, told, strict=True)
        for dispatch in _dispatches(each, row, preferences[row.recipient_id], devices)
    ]
    Dispatch.objects.bulk_create(dispatches)
    if dispatches:
        bell.ring()
    bell.tell(row.recipient for row in told if row.shown)
    return told


def _not_told_before(news: Sequence[News]) -> Iterator[News]:
    """Each event once a person; its delivery is locked, so nobody else plans it now."""
    events = {each.event.pk for each in news}
    known = set(
        Notification.objects.filter(event__in=events).values_list("event_id", "recipient_id")
    )
    for each in news:
        key = (each.event.pk, each.recipient.pk)
        if key not in known:
            known.add(key)
            yield each


def _told(news: News, preferences: Preferences, now: datetime) -> Notification:
    kind, recipient = news.kind, news.recipient
    mailed = is_on(kind, Channel.EMAIL, recipient, preferences)
    return Notification(
        recipient=recipient,
        kind=kind.slug,
        event=news.event,
        side=news.side,
        about_type=news.about[0],
        about_id=news.about[1],
        facts=dict(news.facts),
        shown=is_on(kind, Channel.SITE, recipient, preferences),
        for_digest=mailed and waits_for_digest(kind, preferences),
        created_at=now,
        expires_at=now + KEPT,
    )


def _dispatches(
    news: News,
    row: Notification,
    preferences: Preferences,
    devices: dict[UUID, list[PushDevice]],
) -> Iterable[Dispatch]:
    kind, recipient = news.kind, news.recipient
    if row.folded:
        return
    due_at = (
        quiet_end(preferences, recipient.timezone, row.created_at) or row.created_at + kind.waits
    )
    if is_on(kind, Channel.EMAIL, recipient, preferences) and not row.for_digest:
        yield Dispatch(notification=row, channel=Channel.EMAIL, due_at=due_at)
    if is_on(kind, Channel.PUSH, recipient, preferences):
        for device in devices.get(recipient.pk, []):
            yield Dispatch(notification=row, channel=Channel.PUSH, device=device, due_at=due_at)


def quiet_end(preferences: Preferences, timezone: str, now: datetime) -> datetime | None:
    """When the person's quiet hours end, if `now` is within."""
    return end_of_quiet(preferences, ZoneInfo(timezone), now)
