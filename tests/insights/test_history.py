"""Past weeks: the seven days that ended with a Sunday, kept while a year's memory is of use."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum

from core import clock
from insights.figures.days import ended_weeks, week_end
from insights.figures.follow_up import roll_over
from insights.models import Aggregate, DayBucket, DayParticipant, Snapshot
from tests.insights.events import P4, P5, P6, PEOPLE, absorb, event, listing, noon, request
from tests.insights.test_rebuild import run

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 6, 1)
SUNDAY = MONDAY + timedelta(days=6)
NEXT = SUNDAY + timedelta(days=1)


def weeks(**wanted: object) -> list[tuple[str, str, date, int, bool]]:
    rows = Snapshot.objects.filter(**wanted).order_by("cell", "category", "as_of")
    return list(rows.values_list("cell", "category", "as_of", "offered_g", "shown"))


def offers(on: date, count: int = 6, grams: int = 1000, **values):
    return [listing(on, grams=grams, by=person, **values) for person in PEOPLE[:count]]


def at(day: date, *events):
    with clock.at(noon(day)):
        absorb(*events) if events else roll_over()


@pytest.mark.parametrize(
    ("day", "sunday"),
    [(MONDAY, SUNDAY), (SUNDAY, SUNDAY), (NEXT, NEXT + timedelta(days=6))],
)
def test_week_ends_with_its_sunday(day, sunday):
    assert week_end(day) == sunday


@pytest.mark.parametrize(
    ("first", "today", "expected"),
    [
        (MONDAY, SUNDAY, []),
        (MONDAY, NEXT, [SUNDAY]),
        (MONDAY + timedelta(days=1), NEXT + timedelta(days=7), [SUNDAY + timedelta(days=7)]),
        (MONDAY, NEXT + timedelta(days=7), [SUNDAY, SUNDAY + timedelta(days=7)]),
    ],
)
def test_weeks_that_have_ended_are_whole_ones_before_today(first, today, expected):
    assert ended_weeks(first, today) == expected


def test_week_is_kept_when_the_next_begins():
    at(MONDAY, *offers(MONDAY))
    at(SUNDAY, *offers(SUNDAY, count=1, grams=500))
    assert weeks() == []
    at(NEXT)
    assert weeks() == [
        (P4, "vegetables", SUNDAY, 6500, True),
        (P5, "vegetables", SUNDAY, 6500, True),
    ]


def test_first_event_of_the_next_week_keeps_the_last_one_too():
    at(MONDAY, *offers(MONDAY))
    at(NEXT, request(NEXT, by=PEOPLE[50]))
    assert weeks(cell=P5) == [(P5, "vegetables", SUNDAY, 6000, True)]


def test_late_event_and_correction_change_the_week_they_lie_in():
    at(MONDAY, *offers(MONDAY))
    at(NEXT)
    opened = {"opened_on": MONDAY.isoformat()}
    at(NEXT, event("listing.withdrawn", on=NEXT, by=PEOPLE[0], offered_delta=-1000, **opened))
    at(NEXT + timedelta(days=1), listing(SUNDAY, grams=70, by=PEOPLE[9]))
    assert weeks(cell=P5) == [(P5, "vegetables", SUNDAY, 5070, True)]


def test_week_of_too_few_people_is_kept_and_not_shown():
    at(MONDAY, *offers(MONDAY, count=4))
    at(NEXT)
    assert weeks(cell=P5) == [(P5, "vegetables", SUNDAY, 4000, False)]


def test_week_of_a_region_that_gives_a_few_away_is_not_shown():
    at(MONDAY, *offers(MONDAY), listing(MONDAY, by=PEOPLE[70], cell="u05kw1"))
    at(NEXT)
    assert [(cell, shown) for cell, *_, shown in weeks()] == [
        (P4, False),
        (P5, True),
        ("u05kw", False),
    ]


def test_totals_have_no_history():
    at(MONDAY, *offers(MONDAY))
    at(NEXT)
    assert not Snapshot.objects.filter(cell=P6).exists()


def test_week_stays_as_it_was_once_its_days_are_no_longer_kept():
    at(MONDAY, *offers(MONDAY))
    at(NEXT)
    long_after = NEXT + timedelta(days=60)
    DayBucket.objects.all().delete()
    DayParticipant.objects.all().delete()
    at(long_after, *offers(long_after))
    assert (P5, "vegetables", SUNDAY, 6000, True) in weeks(cell=P5)


def test_week_whose_days_were_all_taken_elsewhere_goes():
    at(MONDAY, *offers(MONDAY))
    at(NEXT)
    moves = [
        event(
            "listing.updated",
            on=NEXT,
            by=person,
            cell="9q8yyk",
            opened_on=MONDAY.isoformat(),
            moved_from=[P4, P5, P6],
            moved_grams=1000,
        )
        for person in PEOPLE[:6]
    ]
    at(NEXT, *moves)
    assert weeks(cell="9q8yy") == [("9q8yy", "vegetables", SUNDAY, 6000, True)]
    assert weeks(cell=P5) == [(P5, "vegetables", SUNDAY, 0, False)]


@pytest.mark.parametrize(("days_later", "public"), [(29, False), (30, True), (399, True)])
def test_everybody_reads_a_week_once_no_window_of_today_reaches_it(days_later, public):
    Snapshot.objects.create(
        cell=P5,
        category="vegetables",
        as_of=SUNDAY,
        window_days=7,
        shown=True,
        expires_at=noon(clock.today() + timedelta(days=9)),
    )
    today = SUNDAY + timedelta(days=days_later)
    assert Snapshot.objects.public(today).exists() is public


def test_history_is_that_of_the_events(today):
    for days_ago in range(0, 40, 3):
        absorb(*offers(today - timedelta(days=days_ago)))
    assert run("--verify") == (["equal"], 0)
    assert Snapshot.objects.filter(cell=P5).count() >= 4
    total = Snapshot.objects.filter(cell=P5).aggregate(total=Sum("offered_g"))["total"]
    days = DayBucket.objects.filter(
        cell=P5,
        day__gt=min(Snapshot.objects.values_list("as_of", flat=True)) - timedelta(days=7),
        day__lte=max(Snapshot.objects.values_list("as_of", flat=True)),
    )
    assert days.aggregate(total=Sum("offered_g"))["total"] == total


def test_verify_finds_a_damaged_week(today):
    absorb(*offers(today - timedelta(days=12)))
    Snapshot.objects.filter(cell=P5).update(offered_g=1)
    lines, code = run("--verify")
    assert code == 1
    assert lines[0].startswith("insights_snapshot vegetables u05kq 7")


def test_rebuild_makes_lost_weeks_again_and_with_history_those_of_a_year(today):
    old = today - timedelta(days=100)
    with clock.at(noon(old)):
        absorb(*offers(old))
    with clock.at(noon(old + timedelta(days=8))):
        roll_over()
    absorb(*offers(today - timedelta(days=12)))
    before = weeks()
    assert len({as_of for _, _, as_of, _, _ in before}) == 2
    Snapshot.objects.all().delete()
    Aggregate.objects.all().delete()
    run()
    assert weeks() == [week for week in before if week[2] > today - timedelta(days=40)]
    Snapshot.objects.all().delete()
    run("--history")
    assert weeks() == before
    assert run("--verify", "--history") == (["equal"], 0)
