from datetime import date
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from core import clock
from notifications import bell
from notifications.choosing import digest_moment, last_digest_day
from notifications.enums import Channel, DigestRhythm
from notifications.models import Digest, Dispatch, Notification, Preferences


def make_digest(*, preferences: Preferences) -> Digest | None:
    """Put what waits for a person's digest together, if one is due. Harmless twice and at once.

    Args:
        preferences: of the person, with their rhythm.

    Returns:
        The new digest; None when none is due, this period has one, or nothing unread waits.
    """
    user = preferences.user
    if preferences.digest == DigestRhythm.OFF or not user.is_active:
        return None
    zone = ZoneInfo(user.timezone)
    day = last_digest_day(preferences, zone, clock.now())
    until = digest_moment(preferences, zone, day)
    waiting = Notification.objects.filter(recipient=user, created_at__lt=until).awaiting_digest()
    if not waiting.exists():
        return None
    try:
        with transaction.atomic():
            digest = _opened(preferences, day)
            if not waiting.update(digest=digest):
                transaction.set_rollback(True)
                return None
            Dispatch.objects.create(digest=digest, channel=Channel.EMAIL)
            bell.ring()
    except IntegrityError:  # this period's went out already, or another worker makes it
        return None
    return digest


def _opened(preferences: Preferences, day: date) -> Digest:
    return Digest.objects.create(recipient=preferences.user, period=day, rhythm=preferences.digest)
