"""What a person wants to hear, and when: the usual, unless they said otherwise."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.enums import ContactPreference
from accounts.models import User
from notifications.enums import Channel, DigestRhythm
from notifications.kinds import KINDS, Kind
from notifications.models import Preferences

Choices = Mapping[str, Mapping[str, Any]]


def preferences_of(user: User) -> Preferences:
    """As stored, or, unsaved, the usual."""
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


def is_on(kind: Kind, channel: Channel, user: User, preferences: Preferences) -> bool:
    """Whether a person hears of that kind on that channel.

    Of what nobody can switch off, the page and the mail always; who wants to be reached only on
    the site gets no other mail unless they chose it for a kind.
    """
    if kind.locked and channel in kind.channels:
        return True
    chosen = preferences.choices.get(kind.slug, {}).get(channel.value)
    if chosen is not None:
        return bool(chosen)
    if channel == Channel.EMAIL and user.contact_preference == ContactPreference.SITE:
        return False
    return channel in kind.channels


def waits_for_digest(kind: Kind, preferences: Preferences) -> bool:
    """Whether its mail is kept for a digest: what is urgent never is."""
    return preferences.digest != DigestRhythm.OFF and not kind.urgent


def matrix(user: User, preferences: Preferences) -> dict[str, dict[str, bool]]:
    """Every kind with every channel, as it holds for this person now."""
    return {
        slug: {channel.value: is_on(kind, channel, user, preferences) for channel in Channel}
        for slug, kind in KINDS.items()
    }


def end_of_quiet(preferences: Preferences, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours end that `now` lies in; None outside of them.

    Args:
        preferences: quiet hours by the person's own clock; they may pass midnight.
        zone: the person's.
        now: aware.
    """
    start, end = preferences.quiet_from, preferences.quiet_until
    if start is None or end is None or start == end:
        return None
    local = now.astimezone(zone)
    if not _within(local.time(), start, end):
        return None
    day = local.date() if local.time() < end else local.date() + timedelta(days=1)
    ends = _by_the_clock(day, end, zone)
    # The hour that the clocks repeat: its first end has passed, its second is ahead.
    return ends if ends > now else _by_the_clock(day, end, zone, fold=1)


def last_digest_day(preferences: Preferences, zone: ZoneInfo, now: datetime) -> date:
    """The last day, by the person's own clock, on which a digest was due."""
    local = now.astimezone(zone)
    day = local.date()
    if local.hour < preferences.digest_hour:
        day -= timedelta(days=1)
    if preferences.digest == DigestRhythm.WEEKLY:
        day -= timedelta(days=(day.weekday() - preferences.digest_weekday) % 7)
    return day


def digest_moment(preferences: Preferences, zone: ZoneInfo, day: date) -> datetime:
    """The moment, in UTC, at which the digest of that day is due."""
    return _by_the_clock(day, time(preferences.digest_hour), zone)


def _within(at: time, start: time, end: time) -> bool:
    if start < end:
        return start <= at < end
    return at >= start or at < end


def _by_the_clock(day: date, at: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """In UTC; an hour that the clocks leave out ends when they have jumped over it."""
    local = datetime.combine(day, at.replace(fold=fold), tzinfo=zone)
    return local.astimezone(ZoneInfo("UTC"))
