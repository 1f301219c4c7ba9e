from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from core.events.models import DomainEvent
from insights.figures.deltas import EVENT_TYPES
from insights.figures.waits import EDGES, bin_of, width
from tests.insights.events import BESIDE, HERE, P4, P5, P6, PEOPLE, event, listing, promise, request
from tests.insights.reference import Delta, deltas, participants

OPENED = date(2026, 5, 1)
LATER = date(2026, 5, 9)


def landed(fact: DomainEvent) -> list[tuple[date, str, int]]:
    """Day, field and amount, having checked that each lands in all three cells."""
    found = deltas(fact)
    keys = [(P4, "vegetables"), (P5, "vegetables"), (P6, "")]
    assert [(delta.cell, delta.category) for delta in found] == keys * (len(found) // 3)
    return [(delta.day, delta.field, delta.amount) for delta in found[::3]]


ON_OPENING: dict[str, Any] = {"opened_on": OPENED.isoformat()}
CASES: list[tuple[str, dict[str, Any], list[tuple[date, str, int]]]] = [
    ("listing.created", {"grams": 500}, [(LATER, "listings", 1), (LATER, "offered_g", 500)]),
    ("listing.created", {"grams": 0}, [(LATER, "listings", 1)]),
    ("listing.updated", ON_OPENING, []),
    ("listing.updated", {**ON_OPENING, "offered_delta": 0}, []),
    ("listing.updated", {**ON_OPENING, "offered_delta": -200}, [(OPENED, "offered_g", -200)]),
    ("listing.withdrawn", {**ON_OPENING, "offered_delta": -500}, [(OPENED, "offered_g", -500)]),
    ("listing.expired", {**ON_OPENING, "lost": 300}, [(LATER, "expired_g", 300)]),
    (
        "listing.expired",
        {**ON_OPENING, "lost": 300, "lost_on": "2026-05-08"},
        [(date(2026, 5, 8), "expired_g", 300)],
    ),
    ("listing.expired", {**ON_OPENING, "lost": 0}, []),
    (
        "listing.updated",
        {**ON_OPENING, "lost_delta": -300, "lost_on": "2026-05-08"},
        [(date(2026, 5, 8), "expired_g", -300)],
    ),
    ("listing.completed", ON_OPENING, []),
    ("request.created", {"grams": 700}, [(LATER, "requests", 1), (LATER, "requested_g", 700)]),
    ("request.updated", {**ON_OPENING, "requested_delta": 90}, [(OPENED, "requested_g", 90)]),
    ("request.withdrawn", {**ON_OPENING, "requested_delta": -70}, [(OPENED, "requested_g", -70)]),
    ("request.expired", ON_OPENING, []),
    ("request.fulfilled", ON_OPENING, []),
    ("commitment.created", {"state": "proposed", "grams": 400}, []),
    ("commitment.updated", {"state": "declined"}, []),
    (
        "commitment.updated",
        {
            "state": "accepted",
            "committed_delta": 400,
            "committed_on": LATER.isoformat(),
            "minutes_to_commitment": 45,
        },
        [(LATER, "commitments", 1), (LATER, "wait", 1), (LATER, "committed_g", 400)],
    ),
    (
        "commitment.updated",
        {"state": "cancelled", "committed_delta": -400, "committed_on": "2026-05-02"},
        [(date(2026, 5, 2), "commitments", -1), (date(2026, 5, 2), "committed_g", -400)],
    ),
    (
        "commitment.updated",
        {
            "state": "fulfilled",
            "committed_delta": -100,
            "committed_on": "2026-05-02",
            "handed_over_delta": 300,
            "handed_over_on": "2026-05-08",
        },
        [(date(2026, 5, 2), "committed_g", -100), (date(2026, 5, 8), "handed_over_g", 300)],
    ),
    (
        "commitment.updated",
        {"state": "fulfilled", "handed_over_delta": -300, "handed_over_on": "2026-05-08"},
        [(date(2026, 5, 8), "handed_over_g", -300)],
    ),
    ("user.created", {}, []),
]


@pytest.mark.parametrize(("event_type", "payload", "expected"), CASES)
def test_event_changes_exactly_these_figures(event_type, payload, expected):
    assert landed(event(event_type, on=LATER, **payload)) == expected


def test_moved_listing_leaves_its_old_cells_for_the_new_ones():
    fact = event(
        "listing.updated",
        on=LATER,
        cell=BESIDE,
        **ON_OPENING,
        offered_delta=50,
        moved_from=HERE,
        moved_grams=900,
    )
    old = [(P4, "vegetables"), (P5, "vegetables"), (P6, "")]
    new = [(P4, "vegetables"), (P5, "vegetables"), (BESIDE, "")]
    assert deltas(fact) == [
        *(Delta(*key, OPENED, "listings", -1) for key in old),
        *(Delta(*key, OPENED, "offered_g", -900) for key in old),
        *(Delta(*key, OPENED, "listings", 1) for key in new),
        *(Delta(*key, OPENED, "offered_g", 900) for key in new),
        *(Delta(*key, OPENED, "offered_g", 50) for key in new),
    ]


def test_nothing_lands_later_than_the_event_itself():
    fact = event("listing.expired", on=OPENED, lost=5, lost_on=LATER.isoformat())
    assert landed(fact) == [(OPENED, "expired_g", 5)]


def test_day_is_that_of_utc():
    late = datetime.fromisoformat("2026-05-09T23:30:00-05:00")
    fact = listing(late)
    del fact.payload["opened_on"]
    assert {delta.day for delta in deltas(fact)} == {date(2026, 5, 10)}


def test_event_without_category_counts_nowhere():
    assert deltas(event("listing.created", on=LATER, category=None, grams=5)) == []


def test_event_of_two_cells_counts_in_those():
    fact = listing(LATER)
    fact.cells = [P4, P5]
    assert [delta.cell for delta in deltas(fact)] == [P4, P5, P4, P5]


@pytest.mark.parametrize("schema_version", [0, 1, 2])
def test_payload_of_any_version_is_read_by_what_it_has(schema_version):
    """The oldest shape there was: no opened_on, no participants."""
    fact = DomainEvent(
        type="listing.created",
        schema_version=schema_version,
        occurred_at=datetime(2026, 5, 9, 8, tzinfo=UTC),
        cells=HERE,
        payload={"category": "vegetables", "grams": 500, "new_key": "ignored"},
    )
    assert landed(fact) == [(LATER, "listings", 1), (LATER, "offered_g", 500)]
    assert participants(fact) == []


@pytest.mark.parametrize(
    ("fact", "facts"),
    [
        (listing(LATER), [1, 0]),
        (request(LATER), [1, 0]),
        (promise(LATER), [1, 0, 0]),
        (event("listing.updated", on=LATER, offered_delta=-5), [0]),
        (event("listing.expired", on=LATER, lost=5), [1]),
        (event("listing.updated", on=LATER, lost_delta=-5), [-1]),
        (event("commitment.updated", on=LATER, state="missed", committed_delta=-9), [-1, 0]),
        (event("commitment.updated", on=LATER, state="fulfilled", handed_over_delta=9), [1]),
    ],
)
def test_people_stand_behind_what_was_posted_and_not_behind_corrections(fact, facts):
    assert [delta.facts for delta in deltas(fact)[::3]] == facts


def test_participants_are_counted_once_each():
    both = [PEOPLE[2], PEOPLE[1], PEOPLE[2]]
    assert participants(event("commitment.updated", on=LATER, by=both)) == [
        UUID(int=2),
        UUID(int=3),
    ]


def test_every_type_that_can_count_is_subscribed_to():
    counting = {event_type for event_type, _, expected in CASES if expected}
    assert counting == EVENT_TYPES


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-1, 0), (0, 0), (14, 0), (15, 1), (59, 2), (60, 3), (1439, 7), (1440, 8), (10**6, 12)],
)
def test_wait_falls_into_its_bin(minutes, expected):
    assert bin_of(minutes) == expected


def test_bins_follow_each_other():
    assert [low + width(n) for n, low in enumerate(EDGES)] == [*EDGES[1:], 40320]
