"""Quiet hours and digest days by the person's own clock, also when the clocks are changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from core import clock
from core.errors import Invalid
from notifications import services
from notifications.choosing import end_of_quiet, last_digest_day
from notifications.enums import DigestRhythm
from notifications.models import Dispatch, Preferences
from notifications.sending import send_due
from tests.notifications.mail_server import MailServer

PARIS = ZoneInfo("Europe/Paris")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "now", "quiet_until"),
    [
        # An ordinary night in winter: 22:00–07:00 is 21:00–06:00 UTC.
        (time(22), time(7), "2026-11-20T20:59:59", None),
        (time(22), time(7), "2026-11-20T21:00:00", "2026-11-21T06:00:00"),
        (time(22), time(7), "2026-11-21T05:59:59", "2026-11-21T06:00:00"),
        (time(22), time(7), "2026-11-21T06:00:00", None),
        # A rest at noon, the same day.
        (time(12), time(14), "2026-11-20T11:30:00", "2026-11-20T13:00:00"),
        (time(12), time(14), "2026-11-20T13:00:00", None),
        # The night in which the clocks go forward (29 March): an hour shorter.
        (time(22), time(7), "2026-03-28T21:30:00", "2026-03-29T05:00:00"),
        (time(22), time(7), "2026-03-29T04:59:59", "2026-03-29T05:00:00"),
        # It ends at an hour that is left out: when the clocks have jumped over it.
        (time(22), time(2, 30), "2026-03-29T00:30:00", "2026-03-29T01:30:00"),
        # The night in which the clocks go back (25 October): an hour longer.
        (time(22), time(7), "2026-10-24T20:30:00", "2026-10-25T06:00:00"),
        # It ends at an hour that comes twice: at the first of them …
        (time(22), time(2, 30), "2026-10-25T00:15:00", "2026-10-25T00:30:00"),
        # … and, where that has passed and it is quiet by the clock again, at the second.
        (time(22), time(2, 30), "2026-10-25T01:15:00", "2026-10-25T01:30:00"),
        (time(22), time(2, 30), "2026-10-25T01:30:00", None),
        # Nothing is quiet without both times, or between equal ones.
        (None, None, "2026-11-20T23:00:00", None),
    ],
)
def test_quiet_hours_end_by_the_persons_clock(
    start: time | None, end: time | None, now: str, quiet_until: str | None
) -> None:
    preferences = Preferences(quiet_from=start, quiet_until=end)
    expected = utc(quiet_until) if quiet_until else None
    assert end_of_quiet(preferences, PARIS, utc(now)) == expected


@pytest.mark.parametrize(
    ("rhythm", "now", "day"),
    [
        (DigestRhythm.DAILY, "2026-11-20T06:59:59", date(2026, 11, 19)),
        (DigestRhythm.DAILY, "2026-11-20T07:00:00", date(2026, 11, 20)),
        # 8:00 in summer is an hour earlier.
        (DigestRhythm.DAILY, "2026-07-20T06:00:00", date(2026, 7, 20)),
        # Weekly on Wednesday (18 November 2026 is one).
        (DigestRhythm.WEEKLY, "2026-11-18T06:59:59", date(2026, 11, 11)),
        (DigestRhythm.WEEKLY, "2026-11-18T07:00:00", date(2026, 11, 18)),
        (DigestRhythm.WEEKLY, "2026-11-24T23:30:00", date(2026, 11, 18)),
        (DigestRhythm.WEEKLY, "2026-11-25T07:00:00", date(2026, 11, 25)),
    ],
)
def test_digest_is_due_on_its_day(rhythm: str, now: str, day: date) -> None:
    preferences = Preferences(digest=rhythm, digest_hour=8, digest_weekday=2)
    assert last_digest_day(preferences, PARIS, utc(now)) == day


@pytest.mark.django_db
def test_news_of_the_night_are_planned_for_the_morning(
    giver: User, ask: Callable[..., None], mail_server: MailServer
) -> None:
    giver.timezone = "Europe/Paris"
    giver.save(update_fields=["timezone"])
    services.change_preferences(user=giver, quiet_from=time(22), quiet_until=time(7))
    with clock.at(utc("2027-10-30T20:30:00")):
        ask("moderated", giver)
    assert Dispatch.objects.get().due_at == utc("2027-10-31T06:00:00")
    # Due by mistake (a retry, or quiet hours chosen since): it is not sent at night either.
    Dispatch.objects.update(due_at=clock.now() - timedelta(minutes=1))
    with clock.at(utc("2027-10-31T05:59:00")):
        assert send_due() == 0
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.attempts) == ("planned", 0)
    assert dispatch.due_at == utc("2027-10-31T06:00:00")
    assert mail_server.mails == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"quiet_from": time(22)}, "quiet_until"),
        ({"quiet_until": time(7)}, "quiet_from"),
        ({"quiet_from": time(7), "quiet_until": time(7)}, "quiet_until"),
        ({"digest": "hourly"}, "digest"),
        ({"digest_hour": 24}, "digest_hour"),
        ({"digest_weekday": 7}, "digest_weekday"),
        ({"choices": {"gossip": {"email": True}}}, "kinds"),
        ({"choices": {"thanked": {"pigeon": True}}}, "kinds"),
        ({"choices": {"moderated": {"email": False}}}, "kinds"),
        ({"choices": {"moderated": {"site": False}}}, "kinds"),
    ],
)
def test_choice_that_makes_no_sense_is_refused_and_nothing_is_kept(
    giver: User, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.change_preferences(user=giver, **changes)  # type: ignore[arg-type]
    assert list(refused.value.details) == [field]
    assert not Preferences.objects.exists()
