"""Telling people at their turn, if there is still something to tell."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from accounts.models import Block
from core import clock
from core.events.notices import request_notice
from listings.models import Listing
from matching.enums import AlertReason, AlertState, PostKind
from matching.models import Alert, SavedSearch
from matching.services.locks import SENDING, is_alone
from posts.models import Post
from requests_app.models import FoodRequest

AT_ONCE = 500
MODELS: dict[str, type[Post]] = {PostKind.LISTING: Listing, PostKind.REQUEST: FoodRequest}
KINDS = {AlertReason.SEARCH: "search_alert", AlertReason.MATCH: "match_found"}


@transaction.atomic
def send_due() -> int:
    """Ask that everybody be told whose turn has come, in order; who no longer wants it, or has
    been told enough for a day, is not. One worker at a time, so that nobody is told too often.

    Returns:
        How many were told.
    """
    if not is_alone(SENDING):
        return 0
    due = Alert.objects.due().select_related("recipient", "organization", "search")
    alerts = list(due[:AT_ONCE])
    if not alerts:
        return 0
    outlook = Outlook(alerts)
    for alert in alerts:
        _settle(alert, outlook)
    Alert.objects.bulk_update(alerts, ["state", "sent_at"])
    sent = [alert for alert in alerts if alert.state == AlertState.SENT]
    found_by = {alert.search_id for alert in sent if alert.search_id}
    SavedSearch.objects.filter(pk__in=found_by).update(last_alert_at=clock.now())
    return len(sent)


class Outlook:
    """What is so by now of a batch of alerts, in a handful of queries."""

    def __init__(self, alerts: Sequence[Alert]) -> None:
        self.posts: dict[tuple[str, UUID], Post] = {}
        for kind, ids in _ids_by_kind(alerts):
            self.posts |= {(kind, post.pk): post for post in open_posts(MODELS[kind], ids)}
        asked = {alert.request_id for alert in alerts if alert.request_id}
        self.requests = {row.pk for row in open_posts(FoodRequest, asked)}
        self.blocks = self._blocks({alert.recipient_id for alert in alerts})
        told = Alert.objects.sent_today().filter(recipient__in={a.recipient_id for a in alerts})
        counts = told.values_list("recipient").annotate(times=Count("pk"))
        self.told: Counter[UUID] = Counter(dict(counts))

    def _blocks(self, recipients: set[UUID]) -> set[frozenset[UUID]]:
        people = recipients | {post.owner_id for post in self.posts.values()}
        pairs = Block.objects.filter(blocker__in=people, blocked__in=people)
        return {frozenset(pair) for pair in pairs.values_list("blocker", "blocked")}

    def is_wanted(self, alert: Alert, post: Post) -> bool:
        """Whether the recipient would still like to hear of it."""
        pair = frozenset({post.owner_id, alert.recipient_id})
        if not alert.recipient.is_active or (post.organization_id is None and pair in self.blocks):
            return False
        if alert.reason == AlertReason.MATCH:
            return alert.request_id in self.requests
        return alert.search is not None and alert.search.active


def open_posts(model: type[Post], ids: Iterable[UUID]) -> Any:
    """Those that anybody can still ask for, or answer."""
    rows: Any = model.rows()
    return rows.filter(pk__in=list(ids), hidden_at=None).open_now()


def _settle(alert: Alert, outlook: Outlook) -> None:
    post = outlook.posts.get((alert.post_type, alert.post_id))
    if post is None:
        alert.state = AlertState.CLOSED
    elif not outlook.is_wanted(alert, post):
        alert.state = AlertState.UNWANTED
    elif outlook.told[alert.recipient_id] >= settings.ALERTS_A_DAY:
        alert.state = AlertState.ENOUGH
    else:
        outlook.told[alert.recipient_id] += 1
        alert.state, alert.sent_at = AlertState.SENT, clock.now()
        _tell(alert, post)


def _tell(alert: Alert, post: Post) -> None:
    found_by = {"search": alert.search_id, "request": alert.request_id}
    facts: dict[str, Any] = {name: str(found) for name, found in found_by.items() if found}
    request_notice(
        KINDS[AlertReason(alert.reason)],
        to=alert.to,
        about=(alert.post_type, alert.post_id),
        cells=post.cell_ancestry,
        **facts,
    )


def _ids_by_kind(alerts: Sequence[Alert]) -> list[tuple[str, set[UUID]]]:
    ordered = sorted(alerts, key=lambda alert: alert.post_type)
    kinds = groupby(ordered, key=lambda alert: alert.post_type)
    return [(kind, {alert.post_id for alert in found}) for kind, found in kinds]
