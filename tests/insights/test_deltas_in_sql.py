"""The product's definition of what an event changes agrees with the reference, event by event."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from hypothesis import HealthCheck, given, settings

from core.events.models import DomainEvent
from insights.figures import history
from insights.figures.deltas import FIELDS, landed
from tests.insights.events import BESIDE, HERE, P4, PEOPLE, event, listing, promise
from tests.insights.histories import histories
from tests.insights.reference import WAIT, deltas, participants
from tests.insights.test_absorb import copies, undone
from tests.insights.test_deltas import CASES, LATER, ON_OPENING

pytestmark = pytest.mark.django_db

LANDED = "WITH {landed} SELECT cell, category, day, {fields}, facts, bin, payload FROM landed"
Sums = Counter[tuple[Any, ...]]


def said_by_the_product(*events: DomainEvent) -> Sums:
    """Sums by cell, category, day and field; facts by person; waits by bin."""
    DomainEvent.objects.bulk_create(events)
    source, asked = history.given([each.pk for each in events])
    sums: Sums = Counter()
    with connection.cursor() as cursor:
        cursor.execute(LANDED.format(landed=landed(source), fields=", ".join(FIELDS)), asked)
        for cell, category, day, *figures, facts, bin_, payload in cursor.fetchall():
            key = (cell, category, day)
            for name, amount in zip(FIELDS, figures, strict=True):
                sums[*key, name] += amount
            if bin_ is not None:
                sums[*key, WAIT, bin_] += 1
            for person in set(_people(payload)):
                sums[*key, person] += facts
    return _without_noughts(sums)


def said_by_the_reference(*events: DomainEvent) -> Sums:
    sums: Sums = Counter()
    for each in events:
        for delta in deltas(each):
            key = (delta.cell, delta.category, delta.day)
            name = (WAIT, delta.bin) if delta.field == WAIT else (delta.field,)
            sums[*key, *name] += delta.amount
            for person in participants(each):
                sums[*key, str(person)] += delta.facts
    return _without_noughts(sums)


def _people(payload: Any) -> list[str]:
    return list(json.loads(payload).get("participants", ()))


def _without_noughts(sums: Sums) -> Sums:
    return Counter({key: amount for key, amount in sums.items() if amount})


@pytest.mark.parametrize(("event_type", "payload", "expected"), CASES)
def test_event_changes_what_the_reference_says(event_type, payload, expected):
    fact = event(event_type, on=LATER, by=PEOPLE[:2], **payload)
    assert said_by_the_product(fact) == said_by_the_reference(fact)


@pytest.mark.parametrize(
    "fact",
    [
        event("listing.updated", on=LATER, cell=BESIDE, **ON_OPENING, offered_delta=50,
              moved_from=HERE, moved_grams=900),
        event("request.updated", on=LATER, cell=BESIDE, **ON_OPENING, moved_from=HERE,
              moved_grams=900),
        event("listing.updated", on=LATER, moved_from=None, offered_delta=5),
        event("listing.updated", on=LATER, offered_delta=None, lost_delta=-4, lost=9),
        event("listing.expired", on=date(2026, 5, 1), lost=5, lost_on=LATER.isoformat()),
        event("listing.created", on=LATER, category=None, grams=5),
        event("listing.created", on=LATER, category="", grams=5),
        event("commitment.updated", on=LATER, by=[PEOPLE[2], PEOPLE[1], PEOPLE[2]],
              state="accepted", committed_delta=7, minutes_to_commitment=0),
        event("commitment.updated", on=LATER, state="fulfilled", happened="undone",
              committed_delta=7, handed_over_delta=-3),
        event("commitment.updated", on=LATER, state="declined", committed_delta=-7),
        promise(LATER, minutes=-5),
        promise(LATER, minutes=10**6),
    ],
)  # fmt: skip
def test_odd_event_changes_what_the_reference_says(fact):
    assert said_by_the_product(fact) == said_by_the_reference(fact)


def test_event_of_two_cells_counts_in_those():
    fact = listing(LATER)
    fact.cells = [P4, "u05kq"]
    assert said_by_the_product(fact) == said_by_the_reference(fact)


def test_oldest_shape_of_a_payload_is_read():
    fact = listing(LATER)
    fact.payload = {"category": "vegetables", "grams": 500, "new_key": "ignored"}
    assert said_by_the_product(fact) == said_by_the_reference(fact)


@given(histories(20))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_history_changes_what_the_reference_says(db, told):
    with undone():
        product = said_by_the_product(*copies(told))
    assert product == said_by_the_reference(*told)


def test_payload_that_cannot_be_read_is_an_error():
    broken = listing(LATER)
    broken.payload["grams"] = "many"
    with pytest.raises(DataError), transaction.atomic():
        said_by_the_product(broken)
