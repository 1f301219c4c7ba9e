"""What takes a signal's place, why it closes, who its neighbours are, and what refreshing costs."""

import random
import time
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.geo import cells
from insights.figures.days import midnight, window_expiry
from insights.figures.follow_up import roll_over
from insights.imbalance.refresh import refresh
from insights.models import Aggregate, InsightSignal, Snapshot
from tests.insights.events import P4, P5, PEOPLE, absorb, listing, noon, promise, request

pytestmark = pytest.mark.django_db

EAST = "u05km"
"""Touches `P5`, in the same region."""


def middle(cell: str) -> str:
    centre = cells.centre(cell)
    return cells.encode(centre.lat, centre.lon, 6)


def asks(on, count=24, grams=5_000, first=0, cell=P5):
    return [
        request(on, grams=grams, by=p, cell=middle(cell)) for p in PEOPLE[first : first + count]
    ]


def offers(on, count=24, grams=5_000, first=0, cell=P5):
    return [
        listing(on, grams=grams, by=p, cell=middle(cell)) for p in PEOPLE[first : first + count]
    ]


def kinds(cell: str) -> list[str]:
    rows = InsightSignal.objects.active().filter(cell=cell).order_by("kind")
    return list(rows.values_list("kind", flat=True))


def one(cell: str, kind: str) -> InsightSignal:
    return InsightSignal.objects.get(cell=cell, kind=kind)


def test_cells_of_these_tests_touch():
    assert EAST in cells.neighbours(P5)
    assert EAST[:4] == P4


def test_plenty_next_door_makes_a_shortage_a_mismatch(today):
    absorb(*asks(today))
    shortage = one(P5, "shortage")
    absorb(*offers(today, first=40, cell=EAST))
    mismatch = one(P5, "mismatch")
    shortage.refresh_from_db()
    assert (kinds(P5), kinds(EAST)) == (["mismatch"], ["surplus"])
    assert mismatch.neighbour == EAST
    assert (shortage.closed_because, shortage.superseded_by) == ("superseded", mismatch)
    assert mismatch.numbers["neighbour_offered_g"] == 120_000


def test_mismatch_whose_neighbour_runs_out_is_a_shortage_again(today):
    absorb(*asks(today), *offers(today, first=40, cell=EAST))
    mismatch = one(P5, "mismatch")
    absorb(*asks(today, first=60, cell=EAST))
    mismatch.refresh_from_db()
    assert (kinds(P5), kinds(EAST)) == (["shortage"], [])
    assert (mismatch.closed_because, mismatch.superseded_by) == ("superseded", one(P5, "shortage"))


def test_neighbour_that_may_no_longer_be_seen_enters_nothing(today):
    absorb(*asks(today), *offers(today, first=40, cell=EAST))
    Aggregate.objects.filter(cell=EAST).update(shown=False)
    refresh({(EAST, "vegetables")})
    assert (kinds(P5), kinds(EAST)) == (["shortage"], [])
    assert one(EAST, "surplus").closed_because == "hidden"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("u05kp", "u05s0"),  # in another region
        ("xbpbp", "80000"),  # on the other side of the antimeridian and the equator
        ("rzzzz", "2pbpb"),
    ],
)
def test_neighbours_are_those_that_touch_whatever_region_or_line_lies_between(here, there, today):
    near = there if there in cells.neighbours(here) else None
    other = near or next(cell for cell in cells.neighbours(here) if cell[:4] != here[:4])
    absorb(*asks(today, cell=here), *offers(today, first=40, cell=other))
    assert kinds(here) == ["mismatch"]
    assert one(here, "mismatch").neighbour == other


def test_regions_have_no_neighbours(today):
    absorb(*asks(today), *offers(today, first=40, cell="u05s0"))
    assert "mismatch" not in kinds(P4)


def test_opposite_takes_the_place_of_its_opposite(today):
    absorb(*asks(today))
    shortage = one(P5, "shortage")
    absorb(*offers(today, count=150, grams=9_000, first=20))
    shortage.refresh_from_db()
    assert (shortage.closed_because, shortage.superseded_by) == ("superseded", one(P5, "surplus"))


def test_answered_shortage_is_over(today):
    absorb(*asks(today))
    absorb(*offers(today, first=40))
    row = one(P5, "shortage")
    assert (row.closed_because, row.superseded_by) == ("over", None)


def test_hidden_cell_closes_its_signal_for_that_reason(today):
    absorb(*asks(today))
    Aggregate.objects.filter(cell=P5).update(shown=False)
    refresh({(P5, "vegetables")})
    assert one(P5, "shortage").closed_because == "hidden"


def test_cell_without_any_figures_left_is_over(today):
    absorb(*asks(today))
    Aggregate.objects.all().delete()
    refresh({(P5, "vegetables")})
    assert one(P5, "shortage").closed_because == "over"


def test_slow_answers_appear_beside_the_cells_own_past(today):
    for weeks_ago in range(5, 11):
        keep_week(today - timedelta(weeks=weeks_ago), median_minutes=120, commitments=9)
    absorb(*[promise(today, minutes=2_000, by=person) for person in PEOPLE[:20]])
    signal = one(P5, "slow_answers")
    assert signal.numbers["usual_minutes"] == 120
    assert signal.numbers["commitments"] == 20
    assert signal.numbers["past_weeks"] == 6


@pytest.mark.parametrize(
    "hidden", [{"shown": False}, {"expires_at": midnight(date(2020, 1, 9))}, {"window_days": 14}]
)
def test_weeks_that_may_not_be_seen_witness_nothing(today, hidden):
    for weeks_ago in range(5, 11):
        keep_week(today - timedelta(weeks=weeks_ago), median_minutes=120, **hidden)
    absorb(*[promise(today, minutes=2_000, by=person) for person in PEOPLE[:20]])
    assert kinds(P5) == []


def test_weeks_that_a_window_of_today_reaches_into_witness_nothing(today):
    for days_ago in (29, 22, 15, 8):
        keep_week(today - timedelta(days=days_ago), median_minutes=120)
    absorb(*[promise(today, minutes=2_000, by=person) for person in PEOPLE[:20]])
    assert kinds(P5) == []


def keep_week(as_of, **values):
    Snapshot.objects.create(
        **{
            "cell": P5,
            "category": "vegetables",
            "window_days": 7,
            "as_of": as_of,
            "commitments": 9,
            "participants": 9,
            "shown": True,
            "computed_at": midnight(date(2020, 1, 1)),
            "expires_at": midnight(as_of + timedelta(days=400)),
            **values,
        }
    )


def test_same_figures_write_nothing(today):
    absorb(*asks(today), *offers(today, first=40, cell=EAST))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        refresh({(P5, "vegetables"), (P4, "vegetables"), (EAST, "vegetables")})
    assert not [q for q in asked.captured_queries if not q["sql"].lstrip().startswith("SELECT")]


def windows(names, **figures):
    """Windows of a fortnight as they are, without days beneath."""
    today = clock.today()
    Aggregate.objects.bulk_create(
        Aggregate(
            cell=cell,
            category=category,
            window_days=14,
            as_of=today,
            participants=9,
            shown=True,
            expires_at=window_expiry(today),
            **figures,
        )
        for cell, category in names
    )


def grid(count: int, category: str = "vegetables") -> list[tuple[str, str]]:
    box = cells.bounds(P5)
    size = box.north - box.south
    middle_of = box.centre
    side = int(count**0.5) + 1
    return [
        (cells.encode(middle_of.lat + row * size, middle_of.lon + column * size, 5), category)
        for row in range(side)
        for column in range(side)
    ][:count]


@pytest.mark.parametrize("count", [4, 60])
def test_queries_do_not_depend_on_how_many_cells(count, django_assert_num_queries):
    names = grid(count)
    windows(names, listings=9, requests=9, offered_g=40_000, requested_g=52_000)
    with django_assert_num_queries(4):
        refresh(names)
    assert InsightSignal.objects.count() == 0


def test_a_thousand_quiet_cells_are_looked_at_quickly():
    names = [(cell, f"kind-{n}") for n in range(10) for cell, _ in grid(100)]
    windows(names, listings=9, requests=9, offered_g=40_000, requested_g=40_200)
    refresh(names)
    spent = []
    for _ in range(3):
        begin = time.process_time()
        refresh(names)
        spent.append(time.process_time() - begin)
    assert min(spent) < 0.15


def test_random_walk_around_the_threshold_does_not_flicker(today):
    """Two months of days on which a little more or less is asked for than makes a shortage."""
    draw = random.Random(7)
    begin = today - timedelta(days=60)
    states = []
    for day in range(60):
        on = begin + timedelta(days=day)
        with clock.at(noon(on)):
            roll_over()
            first = draw.randrange(0, 150)
            absorb(
                *asks(
                    on, count=draw.choice((2, 3, 4)), first=first, grams=draw.choice((4_000, 6_000))
                ),
                *offers(on, count=draw.choice((1, 1, 2)), first=first + 9),
            )
            states.append(InsightSignal.objects.filter(cell=P5, closed_at=None).count())
    openings = Counter(InsightSignal.objects.filter(cell=P5).values_list("kind", flat=True))
    assert 0 < sum(states) < 60
    assert openings["shortage"] <= 3
