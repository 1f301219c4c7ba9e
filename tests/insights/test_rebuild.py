"""`rebuild_insights`: proving that the figures are those of the events, and making them so."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings

from core import clock
from core.events.models import Delivery
from core.events.redelivery import replay
from insights.figures.rebuild import verify
from insights.models import Aggregate, DayBucket, DayParticipant, DayWait
from tests.insights.events import P5, PEOPLE, absorb, drain_now, listing, noon, promise, save
from tests.insights.histories import histories, tables
from tests.insights.test_absorb import copies, undone

pytestmark = pytest.mark.django_db


def run(*options: str) -> tuple[list[str], int]:
    """Lines on stdout, and the exit code."""
    out = StringIO()
    try:
        call_command("rebuild_insights", *options, stdout=out, stderr=StringIO())
    except SystemExit as stopped:
        return out.getvalue().splitlines(), int(str(stopped.code))
    return out.getvalue().splitlines(), 0


@pytest.fixture
def town(today):
    """Some of everything, over several days."""
    for days_ago in (0, 3, 9, 20, 39):
        day = today - timedelta(days=days_ago)
        absorb(
            *[listing(day, by=person, grams=100 + days_ago) for person in PEOPLE[:6]],
            *[promise(day, by=[PEOPLE[1], person]) for person in PEOPLE[2:8]],
        )


def test_verify_says_equal_and_changes_nothing(town):
    before = tables()
    assert run("--verify") == (["equal"], 0)
    assert tables() == before


def test_verify_of_nothing_is_equal(db):
    assert run("--verify") == (["equal"], 0)


@given(histories())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_verify_says_equal_after_any_history(db, history):
    with undone():
        absorb(*copies(history))
        differences = [each for each in verify(progress=lambda count: None) if each.different]
    assert differences == []


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (
            lambda: DayBucket.objects.filter(cell=P5).update(offered_g=1),
            "insights_daybucket u05kq vegetables",
        ),
        (
            lambda: DayParticipant.objects.filter(cell=P5, pseudonym=PEOPLE[0]).delete(),
            "insights_dayparticipant u05kq vegetables",
        ),
        (
            lambda: DayWait.objects.filter(cell=P5).update(count=7),
            "insights_daywait u05kq vegetables",
        ),
        (
            lambda: Aggregate.objects.filter(cell=P5).update(median_minutes=1),
            "insights_aggregate vegetables u05kq 7",
        ),
        (
            lambda: Aggregate.objects.filter(cell=P5).update(shown=False),
            "insights_aggregate vegetables u05kq 7",
        ),
        (
            lambda: DayBucket.objects.create(
                cell="zzzz",
                category="ghost",
                day=clock.today(),
                listings=1,
                expires_at=noon(clock.today() + timedelta(days=9)),
            ),
            "insights_daybucket zzzz ghost",
        ),
    ],
)
def test_verify_finds_a_planted_difference_in_any_table(town, damage, named):
    damage()
    lines, code = run("--verify")
    assert code == 1
    assert any(line.startswith(named) for line in lines)
    assert lines[-1].startswith("differences: ")


def test_verify_lists_a_bounded_number_of_differences(today):
    absorb(*[listing(today, category=f"kind-{n}") for n in range(30)])
    DayBucket.objects.update(listings=5)
    lines, _code = run("--verify")
    assert lines[-1] == "differences: 61 rows"
    assert len(lines) == 21


@pytest.mark.parametrize("option", [[], ["--verify"]])
def test_what_is_due_is_absorbed_first(town, today, option):
    save(listing(today, grams=1))
    Delivery.objects.of("aggregates").open().update(due_at=noon(today - timedelta(days=1)))
    run(*option)
    assert not Delivery.objects.of("aggregates").open().exists()
    assert run("--verify") == (["equal"], 0)


def test_event_that_waits_is_left_out_on_both_sides(town, today):
    save(listing(today, grams=1))
    Delivery.objects.of("aggregates").open().update(due_at=noon(today + timedelta(days=1)))
    assert run("--verify") == (["equal"], 0)
    assert Delivery.objects.of("aggregates").open().count() == 1


def test_verify_during_a_replay_says_equal(town):
    replay("aggregates")
    assert run("--verify") == (["equal"], 0)


def test_verify_during_a_replay_says_equal_whatever_still_waits(town, today):
    save(listing(today, grams=77))
    replay("aggregates")
    assert [each for each in verify(progress=lambda count: None) if each.different] == []


def test_replay_of_what_cannot_be_read_buries_it_alone_and_stops_no_rebuild(town, today):
    broken = listing(today)
    broken.payload["grams"] = "many"
    absorb(broken)
    replay("aggregates")
    for _ in range(5):
        drain_now("aggregates")
    left = Delivery.objects.of("aggregates").filter(done_at=None)
    assert list(left.values_list("event", flat=True)) == [broken.pk]
    assert run("--verify") == (["equal"], 0)


def test_rebuild_makes_lost_tables_again(town):
    before = tables()
    for model in (Aggregate, DayBucket, DayParticipant, DayWait):
        model.objects.all().delete()
    assert run() == (["rebuilt"], 0)
    assert tables() == before


def test_rebuild_repairs_every_kind_of_damage(town, today):
    before = tables()
    DayBucket.objects.filter(cell=P5).update(offered_g=1)
    DayParticipant.objects.filter(pseudonym=PEOPLE[0]).delete()
    DayBucket.objects.create(
        cell="zzzz",
        category="ghost",
        day=today,
        listings=1,
        expires_at=noon(today + timedelta(days=9)),
    )
    run()
    assert tables() == before


def test_rebuild_leaves_what_waits_to_be_counted_once(town, today):
    save(listing(today, grams=77))
    run()
    drain_now("aggregates")
    assert run("--verify") == (["equal"], 0)


def test_verify_rolls_old_windows_on_first(today):
    with clock.at(noon(today - timedelta(days=1))):
        absorb(*[listing(today - timedelta(days=7), by=person) for person in PEOPLE[:6]])
    assert run("--verify") == (["equal"], 0)
    assert set(Aggregate.objects.values_list("as_of", flat=True)) == {today}


def test_how_far_it_is_is_drawn(town):
    told = StringIO()
    call_command("rebuild_insights", stdout=StringIO(), stderr=told)
    bars = [line for line in told.getvalue().splitlines() if line.startswith("[")]
    days = bars[-1].partition(" of ")[2].partition(":")[0]
    assert bars[-1].startswith(f"[{'#' * 30}] day {days} of {days}: ")
