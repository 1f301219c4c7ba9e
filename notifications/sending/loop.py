import time
from contextlib import ExitStack
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.utils import timezone, translation

from accounts.models import User
from core import clock
from notifications.choosing import end_of_quiet, is_on, preferences_of
from notifications.enums import Channel, Skipped
from notifications.kinds import KINDS
from notifications.models import Dispatch, Notification, Preferences
from notifications.sending import claims
from notifications.sending.claims import Claim
from notifications.sending.mail import Post, digest_mail, notice_mail
from notifications.sending.overtaken import is_overtaken
from notifications.sending.push import DeviceGone, push
from notifications.telling import Told, tell

log = structlog.get_logger(__name__)

MOST_IN_A_DIGEST = 30


class _Skip(Exception):
    def __init__(self, reason: Skipped) -> None:
        super().__init__(reason)
        self.reason = reason


def send_due(*, seconds: float | None = None) -> int:
    """Send what is due, one after the other; outside of any transaction.

    Args:
        seconds: begin nothing new after this long; None goes on until nothing is due.

    Returns:
        How many were sent.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    claims.bury_exhausted()
    sent = 0
    with Post() as post:
        while deadline is None or time.monotonic() < deadline:
            held = claims.claim()
            if held is None:
                break
            sent += _send(held, post)
    return sent


def _send(held: Claim, post: Post) -> bool:
    dispatch = Dispatch.objects.with_all().filter(pk=held.id).first()
    if dispatch is None:  # its person has left meanwhile
        return False
    user = dispatch.recipient
    preferences = preferences_of(user)
    zone = ZoneInfo(user.timezone)
    if quiet_until := end_of_quiet(preferences, zone, clock.now()):
        claims.note_quiet(held, quiet_until)
        return False
    with ExitStack() as stack:
        stack.enter_context(translation.override(_language(user)))
        stack.enter_context(timezone.override(zone))
        try:
            provider_id = _call(dispatch, preferences, post)
        except _Skip as skip:
            claims.note_skipped(held, skip.reason)
            return False
        except DeviceGone as error:
            claims.note_failure(held, error, for_good=True)
            if dispatch.device:
                dispatch.device.delete()
            return False
        except Exception as error:
            claims.note_failure(held, error)
            post.hang_up()
            return False
    claims.note_sent(held, at=clock.now(), provider_id=provider_id)
    return True


def _call(dispatch: Dispatch, preferences: Preferences, post: Post) -> str:
    """The one call to the world; says what the other side calls it."""
    user = dispatch.recipient
    if not user.is_active:
        raise _Skip(Skipped.CLOSED)
    if dispatch.digest is not None:
        told = _still_unread(dispatch, user, preferences)
        return post.send(digest_mail(dispatch, user, told))
    told_one = _still_news(dispatch, user, preferences)
    if dispatch.channel == Channel.EMAIL:
        return post.send(notice_mail(dispatch, user, told_one))
    if dispatch.device is None:
        raise _Skip(Skipped.NO_DEVICE)
    return push(dispatch, dispatch.device, told_one)


def _still_news(dispatch: Dispatch, user: User, preferences: Preferences) -> Told:
    """What it says now; refused if it is no longer wanted, no longer news, or nobody's to know."""
    row = dispatch.notification
    kind = KINDS.get(row.kind) if row else None
    if row is None or kind is None or not is_on(kind, Channel(dispatch.channel), user, preferences):
        raise _Skip(Skipped.OFF)
    if row.read_at is not None:
        raise _Skip(Skipped.READ)
    # Planned late is as old as what happened.
    if min(row.created_at, row.event.occurred_at) + kind.fresh_for <= clock.now():
        raise _Skip(Skipped.STALE)
    told = tell([row], user)[0]
    if told.is_gone:
        raise _Skip(Skipped.GONE)
    if is_overtaken(row.kind, told.known):
        raise _Skip(Skipped.STALE)
    return told


def _still_unread(dispatch: Dispatch, user: User, preferences: Preferences) -> list[Told]:
    rows = Notification.objects.filter(digest=dispatch.digest).unread().order_by("created_at")
    wanted = [
        row
        for row in rows[:MOST_IN_A_DIGEST]
        if (kind := KINDS.get(row.kind)) and is_on(kind, Channel.EMAIL, user, preferences)
    ]
    told = [each for each in tell(wanted, user) if not each.is_gone]
    if not told:
        raise _Skip(Skipped.EMPTY)
    return told


def _language(user: User) -> str:
    known = dict(settings.LANGUAGES)
    return user.language if user.language in known else settings.LANGUAGE_CODE
