"""The product's detector and the naive floor, asked the same question on the same days."""

from collections.abc import Mapping

from core.geo import cells
from insights.enums import Severity, SignalKind
from insights.imbalance.detect import Held, findings
from insights.imbalance.rules import RULES, Rules
from insights.imbalance.sights import Figures, Sight

Key = tuple[str, str]
State = Mapping[Key, Mapping[str, Held]]
"""What holds: by cell and category, by kind."""
RATIO, LOST_SHARE, TIMES = 1.5, 0.25, 2.0


class Product:
    """`findings`, with the state it keeps between days."""

    def __init__(self, rules: Rules = RULES) -> None:
        self.rules = rules
        self.state: dict[Key, dict[str, Held]] = {}

    def day(self, sights: Mapping[Key, Sight]) -> State:
        """What holds after a day."""
        following: dict[Key, dict[str, Held]] = {}
        for key, sight in sights.items():
            found = findings(
                sight,
                holding=self.state.get(key, {}),
                neighbours=_beside(key, sights, sight.window_days),
                rules=self.rules,
            )
            following[key] = {each.kind: Held(each.severity, each.neighbour) for each in found}
        self.state = following
        return following


class Naive:
    """Takes every ratio at its word: no shrinking, no memory, no least weight."""

    def day(self, sights: Mapping[Key, Sight]) -> State:
        """What holds after a day."""
        plain = {key: _plain(sight) for key, sight in sights.items()}
        return {key: self._with_mismatch(key, kinds, plain) for key, kinds in plain.items()}

    def _with_mismatch(
        self, key: Key, kinds: Mapping[str, Held], plain: Mapping[Key, Mapping[str, Held]]
    ) -> Mapping[str, Held]:
        if SignalKind.SHORTAGE not in kinds:
            return kinds
        for other in cells.neighbours(key[0]):
            if SignalKind.SURPLUS in plain.get((other, key[1]), {}):
                rest = {kind: kinds[kind] for kind in kinds if kind != SignalKind.SHORTAGE}
                return {**rest, SignalKind.MISMATCH: Held(Severity.MILD, other)}
        return kinds


def _beside(key: Key, sights: Mapping[Key, Sight], days: int) -> dict[str, Sight]:
    beside = {}
    for cell in cells.neighbours(key[0]) if len(key[0]) == 5 else ():
        other = sights.get((cell, key[1]))
        if other is not None and other.window_days == days:
            beside[cell] = other
    return beside


def _plain(sight: Sight) -> dict[str, Held]:
    own = sight.own
    kinds = {
        SignalKind.SHORTAGE: own.requested_g > RATIO * max(own.offered_g, own.committed_g),
        SignalKind.SURPLUS: own.offered_g > RATIO * max(own.requested_g, own.committed_g),
        SignalKind.WASTE: own.expired_g > LOST_SHARE * own.offered_g,
        SignalKind.SLOW_ANSWERS: _slow(sight, own),
    }
    return {kind: Held(Severity.MILD) for kind, holds in kinds.items() if holds}


def _slow(sight: Sight, own: Figures) -> bool:
    minutes, region = sight.now.median_minutes, sight.region
    return bool(
        own.commitments
        and minutes
        and region
        and region.median_minutes
        and minutes > TIMES * region.median_minutes
    )
