"""What a cell's figures say is out of balance. Pure: what may be seen in, findings out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from insights.enums import Severity, SignalKind
from insights.imbalance.numbers import (
    mismatch_numbers,
    share_numbers,
    two_places,
    wait_numbers,
)
from insights.imbalance.rules import RULES, Rules
from insights.imbalance.shares import KINDS, SHORTAGE, SURPLUS, Assessment, assess, severity
from insights.imbalance.sights import Sight
from insights.imbalance.waits import assess_waits, wait_severity

SUREST = 0.99


class Held(NamedTuple):
    """What is stated already."""

    severity: Severity
    neighbour: str = ""


Holding = Mapping[str, Held]
NOTHING_HELD: Holding = {}
ALONE: Mapping[str, Sight] = {}


@dataclass(frozen=True)
class Finding:
    """One imbalance, with what it rests on. `neighbour` is the other side of a mismatch."""

    kind: SignalKind
    severity: Severity
    confidence: Decimal
    numbers: Mapping[str, Any]
    neighbour: str = ""


def findings(
    sight: Sight,
    *,
    holding: Holding = NOTHING_HELD,
    neighbours: Mapping[str, Sight] = ALONE,
    rules: Rules = RULES,
) -> list[Finding]:
    """The imbalances of one cell and category.

    Args:
        sight: what may be seen of it.
        holding: the kinds that hold already, which leave later than others enter.
        neighbours: what may be seen of the cells around it, over the same days.
        rules: other than those in use, for measurements.

    Returns:
        At most one of shortage, surplus and mismatch, which says more than the shortage it
        takes the place of; and perhaps waste, and slow answers.
    """
    return [
        *_of_balance(sight, holding, neighbours, rules),
        *_of_share(SignalKind.WASTE, sight, holding, rules),
        *_of_waits(sight, holding, rules),
    ]


def _of_balance(
    sight: Sight, holding: Holding, neighbours: Mapping[str, Sight], rules: Rules
) -> Iterator[Finding]:
    need = assess(SHORTAGE, sight, rules)
    if need is None:
        yield from _of_share(SignalKind.SURPLUS, sight, holding, rules)
        return
    mismatch = _mismatch(sight, need, holding, neighbours, rules)
    if mismatch is not None:
        yield mismatch
        return
    # What a mismatch leaves behind is no new need.
    held = holding.get(SignalKind.SHORTAGE) or holding.get(SignalKind.MISMATCH)
    yield from _stated(SignalKind.SHORTAGE, sight, need, held, rules)


def _of_share(kind: SignalKind, sight: Sight, holding: Holding, rules: Rules) -> Iterator[Finding]:
    found = assess(KINDS[kind], sight, rules)
    if found is not None:
        yield from _stated(kind, sight, found, holding.get(kind), rules)


def _stated(
    kind: SignalKind, sight: Sight, found: Assessment, held: Held | None, rules: Rules
) -> Iterator[Finding]:
    if found.probability >= _bar(held, rules):
        measure = KINDS[kind]
        strength = severity(measure, found.posterior.mean, held and held.severity, rules)
        numbers = share_numbers(measure, sight, found)
        yield Finding(kind, strength, _confidence(found.probability), numbers)


def _mismatch(
    sight: Sight,
    need: Assessment,
    holding: Holding,
    neighbours: Mapping[str, Sight],
    rules: Rules,
) -> Finding | None:
    """Need here and food next door: the probability of both, as they rest on different posts.

    Of several neighbours the one with most to spare; the one already named as long as it does.
    """
    held = holding.get(SignalKind.MISMATCH)
    if need.probability < _bar(held, rules):
        return None
    able = []
    for cell, other in neighbours.items():
        spare = assess(SURPLUS, other, rules)
        named = held if held and held.neighbour == cell else None
        if spare and need.probability * spare.probability >= _bar(named, rules):
            able.append((named is not None, SURPLUS.gap(other.own), cell, spare))
    if not able:
        return None
    _, _, cell, spare = max(able, key=lambda one: one[:3])
    weaker = min(
        severity(SHORTAGE, need.posterior.mean, held and held.severity, rules),
        severity(SURPLUS, spare.posterior.mean, held and held.severity, rules),
    )
    numbers = mismatch_numbers(sight, need, neighbours[cell], spare)
    confidence = _confidence(need.probability * spare.probability)
    return Finding(SignalKind.MISMATCH, weaker, confidence, numbers, cell)


def _of_waits(sight: Sight, holding: Holding, rules: Rules) -> Iterator[Finding]:
    wait = assess_waits(sight, rules)
    held = holding.get(SignalKind.SLOW_ANSWERS)
    minutes = sight.now.median_minutes
    if wait is None or minutes is None or wait.probability < _bar(held, rules):
        return
    numbers = wait_numbers(sight, wait, minutes)
    strength = wait_severity(wait.probable_times, held and held.severity, rules)
    yield Finding(SignalKind.SLOW_ANSWERS, strength, _confidence(wait.probability), numbers)


def _bar(held: Held | None, rules: Rules) -> float:
    return rules.enter if held is None else rules.leave


def _confidence(probability: float) -> Decimal:
    """Nothing is ever certain."""
    return Decimal(two_places(min(probability, SUREST)))
