from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from core import clock
from posts.evenings import evening_after, evenings


def offered(now: str, zone: str = "Europe/Paris") -> list[tuple[str, str, str]]:
    with (
        clock.at(datetime.fromisoformat(now)),
        timezone.override(ZoneInfo(zone)),
    ):
        return [(e.value, e.label, e.end.astimezone(UTC).isoformat()) for e in evenings()]


def test_the_next_evenings_are_those_of_the_viewer() -> None:
    assert offered("2026-07-01T10:00:00+00:00") == [
        ("today", "Today, 20:00", "2026-07-01T18:00:00+00:00"),
        ("tomorrow", "Tomorrow, 20:00", "2026-07-02T18:00:00+00:00"),
        ("weekend", "This weekend, Sun 20:00", "2026-07-05T18:00:00+00:00"),
    ]
    assert offered("2026-07-01T16:00:00+00:00", "Asia/Tokyo") == [
        ("today", "Today, 20:00", "2026-07-02T11:00:00+00:00"),
        ("tomorrow", "Tomorrow, 20:00", "2026-07-03T11:00:00+00:00"),
        ("weekend", "This weekend, Sun 20:00", "2026-07-05T11:00:00+00:00"),
    ]


@pytest.mark.parametrize(
    ("now", "labels"),
    [
        ("2026-07-01T16:29:59+00:00", ["Today, 20:00", "Tomorrow, 20:00"]),
        ("2026-07-01T16:30:00+00:00", ["Today, 23:59", "Tomorrow, 20:00"]),
        ("2026-07-01T21:00:00+00:00", ["Tomorrow, 20:00"]),
    ],
)
def test_what_is_too_late_today_is_not_offered(now: str, labels: list[str]) -> None:
    assert [label for _, label, _ in offered(now)[:-1]] == labels


@pytest.mark.parametrize("day", ["2026-07-04", "2026-07-05"])
def test_on_a_weekend_the_next_one_is_meant(day: str) -> None:
    assert offered(f"{day}T10:00:00+00:00")[-1] == (
        "weekend",
        "Next weekend, Sun 20:00",
        "2026-07-12T18:00:00+00:00",
    )


def test_an_evening_is_at_eight_on_both_sides_of_summer_time() -> None:
    assert offered("2026-10-24T10:00:00+00:00")[1][2] == "2026-10-25T19:00:00+00:00"
    assert offered("2026-03-28T10:00:00+00:00")[1][2] == "2026-03-29T18:00:00+00:00"


def test_one_more_day_follows_the_end_or_now() -> None:
    now, later = datetime(2026, 7, 1, 10, tzinfo=UTC), datetime(2026, 7, 9, 12, tzinfo=UTC)
    with clock.at(now), timezone.override(ZoneInfo("Europe/Paris")):
        assert evening_after(later).isoformat() == "2026-07-10T20:00:00+02:00"
        assert evening_after(datetime(2026, 6, 1, tzinfo=UTC)).isoformat() == (
            "2026-07-02T20:00:00+02:00"
        )


def test_the_day_is_named_in_the_viewers_language() -> None:
    with translation.override("fr"):
        assert offered("2026-07-01T10:00:00+00:00")[-1][1].endswith("dim 20:00")
