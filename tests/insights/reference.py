"""What one event changes in the figures, said a second time and in another way than the product
says it in SQL: what both agree on is meant.

Payload keys, all optional but those of `*.created`; older schema versions leave some out:

| event | keys (grams are whole) | lands on |
|---|---|---|
| listing.created | grams | opened_on |
| listing.updated, .withdrawn | offered_delta; moved_from, moved_grams | opened_on |
| listing.expired; .updated | lost; lost_delta | lost_on, else the event's own day |
| request.created | grams | opened_on |
| request.updated, .withdrawn | requested_delta; moved_from, moved_grams | opened_on |
| commitment.updated | committed_delta, minutes_to_commitment | committed_on |
| commitment.updated | handed_over_delta | handed_over_on |

Nothing lands later than the event's own day: then the events since a day's beginning are all that
can touch it or a later day.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from insights.figures.days import day_of
from insights.figures.deltas import COUNTS
from insights.figures.waits import bin_of

WAIT = "wait"
TAKEN_BACK = frozenset({"cancelled", "missed", "declined", "expired"})
TOTAL_PRECISION = 6

# What makes a person stand behind a figure; corrections of it don't count again.
_COUNTED = frozenset(COUNTS)
_SIGNED = frozenset({"handed_over_g", "expired_g"})


class Fact(Protocol):
    """What is read of an event."""

    @property
    def type(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def payload(self) -> dict[str, Any]: ...


class Delta(NamedTuple):
    """An addition to one figure of one cell on one day.

    `category` is empty in a total; `field` is one of `FIELDS`, or `WAIT` with its `bin`.
    """

    cell: str
    category: str
    day: date
    field: str
    amount: int
    bin: int = -1

    @property
    def facts(self) -> int:
        """By how much more, or less, the participants stand behind the day."""
        if self.field in _COUNTED:
            return self.amount
        if self.field in _SIGNED:
            return 1 if self.amount > 0 else -1
        return 0


class _Landing(NamedTuple):
    cells: Sequence[str]
    day: date
    field: str
    amount: int
    bin: int = -1


def deltas(fact: Fact) -> list[Delta]:
    """What an event adds to the figures: integers only, nothing for an event that counts nowhere.

    Args:
        fact: of any type and schema version.

    Returns:
        By category at precisions 4 and 5, in total at 6; amounts are never zero.
    """
    category = fact.payload.get("category")
    if not category:
        return []
    return [
        Delta(cell, "" if len(cell) == TOTAL_PRECISION else category, *landing[1:])
        for landing in _landings(fact)
        if landing.amount
        for cell in landing.cells
    ]


def participants(fact: Fact) -> list[UUID]:
    """The pseudonyms of those who stand behind an event's figures."""
    return sorted({UUID(text) for text in fact.payload.get("participants", ())})


def _landings(fact: Fact) -> Iterator[_Landing]:
    subject = fact.type.partition(".")[0]
    if subject == "listing":
        yield from _of_post(fact, "listings", "offered_g", "offered_delta")
        yield from _of_loss(fact)
    elif subject == "request":
        yield from _of_post(fact, "requests", "requested_g", "requested_delta")
    elif subject == "commitment":
        yield from _of_promise(fact)


def _of_post(fact: Fact, count: str, weight: str, correction: str) -> Iterator[_Landing]:
    payload, day = fact.payload, _day(fact, "opened_on")
    if fact.type.endswith(".created"):
        yield _Landing(fact.cells, day, count, 1)
        yield _Landing(fact.cells, day, weight, int(payload["grams"]))
    if old := payload.get("moved_from"):
        grams = int(payload["moved_grams"])
        yield _Landing(old, day, count, -1)
        yield _Landing(old, day, weight, -grams)
        yield _Landing(fact.cells, day, count, 1)
        yield _Landing(fact.cells, day, weight, grams)
    yield _Landing(fact.cells, day, weight, int(payload.get(correction) or 0))


def _of_loss(fact: Fact) -> Iterator[_Landing]:
    lost = int(fact.payload.get("lost") or 0) + int(fact.payload.get("lost_delta") or 0)
    yield _Landing(fact.cells, _day(fact, "lost_on"), "expired_g", lost)


def _of_promise(fact: Fact) -> Iterator[_Landing]:
    payload = fact.payload
    agreed_on = _day(fact, "committed_on")
    committed = int(payload.get("committed_delta") or 0)
    if (minutes := payload.get("minutes_to_commitment")) is not None:
        yield _Landing(fact.cells, agreed_on, "commitments", 1)
        yield _Landing(fact.cells, agreed_on, WAIT, 1, bin_of(int(minutes)))
    elif committed < 0 and payload.get("state") in TAKEN_BACK:
        yield _Landing(fact.cells, agreed_on, "commitments", -1)
    elif committed > 0 and payload.get("happened") == "undone":
        yield _Landing(fact.cells, agreed_on, "commitments", 1)
    yield _Landing(fact.cells, agreed_on, "committed_g", committed)
    handed = int(payload.get("handed_over_delta") or 0)
    yield _Landing(fact.cells, _day(fact, "handed_over_on"), "handed_over_g", handed)


def _day(fact: Fact, key: str) -> date:
    """The day the payload says, the event's own where it says none, never a later one."""
    own = day_of(fact.occurred_at)
    said = fact.payload.get(key)
    return min(own, date.fromisoformat(said)) if said else own
