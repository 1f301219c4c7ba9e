"""One simulated town through the whole pipeline: events, windows, who may see them, signals."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from bench.detectors import Key, State
from bench.scores import Record, Score, score, scores
from bench.sights import calendar
from bench.towns import BURN_IN, DAYS, Fact, Town, town
from core import clock
from core.events.models import DomainEvent
from core.geo import cells
from insights.enums import Severity, Window
from insights.figures.absorb import handle
from insights.figures.days import HISTORY_DAYS, midnight
from insights.figures.follow_up import roll_over
from insights.imbalance.detect import Held
from insights.models import Aggregate, InsightSignal, Snapshot

FIRST = 0
"""The first day that is told; a year ago nothing was."""
SUNDAY = 7
EVENTS = {"offer": "listing.created", "ask": "request.created", "loss": "listing.expired"}


def measure(number: int) -> tuple[Town, dict[str, Score]]:
    """The scores of one test town, into an empty database that is migrated.

    Returns:
        The town, and its scores by kind.
    """
    made = town("test", number, "hamlet")
    record, seen = Record(), defaultdict[Key, list[int]](list)
    by_day: dict[int, list[Fact]] = defaultdict(list)
    for fact in made.facts:
        by_day[fact.day].append(fact)
    for day in range(FIRST, DAYS):
        _tell(calendar(day), by_day[day])
        if day >= BURN_IN:
            for key in _seen():
                seen[key].append(day)
            record.note(day, _state())
    found = scores()
    score(made, record, seen, found)
    return made, found


def _tell(day: date, facts: Sequence[Fact]) -> None:
    """The night's turn, the day's events, and on Sundays the week as it ended."""
    with clock.at(_at(day, 0)):
        roll_over()
    with clock.at(_at(day, 12)), transaction.atomic():
        handle(list(_events(day, facts)))
    if day.isoweekday() == SUNDAY:
        with clock.at(_at(day, 23)):
            _keep_week()


def _at(day: date, hour: int) -> datetime:
    return midnight(day) + (datetime.combine(day, time(hour)) - datetime.combine(day, time(0)))


def _events(day: date, facts: Sequence[Fact]) -> Iterator[DomainEvent]:
    for fact in facts:
        middle = cells.centre(fact.cell)
        yield DomainEvent(
            id=uuid7(),
            type=EVENTS.get(fact.what, "commitment.updated"),
            occurred_at=_at(day, 12),
            subject_type="simulated",
            subject_id=uuid7(),
            subject_version=1,
            cells=cells.ancestry(cells.encode(middle.lat, middle.lon)),
            payload={
                "category": fact.category,
                "participants": [str(UUID(int=_person(fact)))],
                "opened_on": day.isoformat(),
                **_amounts(fact, day),
            },
        )


def _person(fact: Fact) -> int:
    """People keep to their cell."""
    return int.from_bytes(fact.cell.encode()) * 1000 + fact.person


def _amounts(fact: Fact, day: date) -> Mapping[str, object]:
    if fact.what == "loss":
        return {"lost": fact.grams, "lost_on": day.isoformat()}
    if fact.what == "promise":
        return {
            "state": "accepted",
            "committed_delta": fact.grams,
            "minutes_to_commitment": fact.minutes,
            "committed_on": day.isoformat(),
        }
    return {"grams": fact.grams}


def _keep_week() -> None:
    """As the site does when a week is complete."""
    today = clock.today()
    names = [
        field.name
        for field in Snapshot._meta.concrete_fields
        if field.name not in ("id", "computed_at", "expires_at")
    ]
    windows = Aggregate.objects.filter(window_days=Window.WEEK, as_of=today).exclude(category="")
    Snapshot.objects.bulk_create(
        [
            Snapshot(
                **dict(zip(names, row, strict=True)),
                computed_at=clock.now(),
                expires_at=midnight(today + timedelta(days=HISTORY_DAYS)),
            )
            for row in windows.values_list(*names)
        ],
        ignore_conflicts=True,
    )


def _seen() -> list[Key]:
    shown = Aggregate.objects.filter(shown=True, cell__regex="^.{5}$").exclude(category="")
    return list(shown.values_list("cell", "category").distinct())


def _state() -> State:
    state: dict[Key, dict[str, Held]] = defaultdict(dict)
    for signal in InsightSignal.objects.filter(closed_at=None, cell__regex="^.{5}$"):
        held = Held(Severity(signal.severity), signal.neighbour)
        state[signal.cell, signal.category][signal.kind] = held
    return state
