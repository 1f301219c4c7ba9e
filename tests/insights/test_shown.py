"""The privacy rule as it stands in the table, from events."""

from datetime import date, timedelta

import pytest

from insights.models import Aggregate, InsightSignal
from tests.insights.events import BESIDE, FAR, P4, P5, P6, PEOPLE, absorb, event, listing

pytestmark = pytest.mark.django_db


def shown(cell: str) -> list[int]:
    rows = Aggregate.objects.shown().filter(cell=cell).order_by("window_days")
    return list(rows.values_list("window_days", flat=True))


def by(count: int, on: date, first: int = 0, cell: str = P6):
    return [listing(on, by=person, cell=cell) for person in PEOPLE[first : first + count]]


def test_fewer_than_k_people_are_never_shown(today):
    absorb(*by(4, today), *by(4, today))
    assert not Aggregate.objects.shown().exists()


def test_k_people_are_shown_at_every_precision(today):
    absorb(*by(5, today))
    assert [shown(cell) for cell in (P4, P5, P6)] == [[7, 14, 30]] * 3


def test_the_setting_is_k(today, settings):
    settings.K_PARTICIPANTS = 3
    absorb(*by(3, today))
    assert shown(P5) == [7, 14, 30]


def test_the_same_person_on_many_days_is_one(today):
    absorb(*[listing(today - timedelta(days=n), by=PEOPLE[0]) for n in range(9)])
    assert not Aggregate.objects.shown().exists()


@pytest.mark.parametrize(
    ("second", "third", "expected"),
    [(0, 0, [7, 14, 30]), (5, 5, [7, 14, 30]), (1, 0, [14, 30]), (0, 1, [30]), (1, 4, [30])],
)
def test_older_days_hide_the_shorter_windows(today, second, third, expected):
    absorb(
        *by(5, today),
        *by(second, today - timedelta(days=7), first=20),
        *by(third, today - timedelta(days=29), first=40),
    )
    assert shown(P5) == expected


def test_lone_neighbour_hides_the_region_not_the_crowded_cell(today):
    absorb(*by(6, today), *by(2, today, first=20, cell=FAR))
    assert [shown(cell) for cell in (P4, P5, FAR[:5])] == [[], [7, 14, 30], []]


def test_two_cells_below_k_are_shown_as_their_region(today):
    absorb(*by(3, today), *by(3, today, first=20, cell=FAR))
    assert [shown(cell) for cell in (P4, P5, FAR[:5])] == [[7, 14, 30], [], []]


def test_lone_total_hides_the_totals_beside_it(today):
    absorb(*by(6, today), *by(1, today, first=20, cell=BESIDE))
    assert [shown(cell) for cell in (P5, P6, BESIDE)] == [[7, 14, 30], [], []]


def test_categories_are_kept_apart(today):
    bread = [listing(today, by=person, category="bread-bakery") for person in PEOPLE[10:14]]
    absorb(*by(5, today), *bread)
    seen = Aggregate.objects.shown().filter(cell=P5, window_days=7)
    assert list(seen.values_list("category", flat=True)) == ["vegetables"]


def test_whoever_took_everything_back_stands_behind_nothing(today):
    absorb(*by(5, today))
    old_cells = [P4, P5, P6]
    absorb(
        event(
            "listing.updated",
            on=today,
            by=PEOPLE[0],
            cell=FAR,
            moved_from=old_cells,
            moved_grams=1000,
        )
    )
    row = Aggregate.objects.get(cell=P5, window_days=7)
    assert (row.listings, row.participants, row.shown) == (4, 4, False)


def test_signal_goes_when_its_cell_may_no_longer_be_seen(today):
    absorb(*by(6, today))
    assert InsightSignal.objects.active().filter(cell=P4).exists()
    absorb(*by(1, today, first=30, cell=FAR))
    assert not InsightSignal.objects.active().filter(cell=P4).exists()
    assert InsightSignal.objects.active().filter(cell=P5).exists()
