"""Which cells are to be looked at when some have changed: they, and neighbours they matter to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.geo import cells
from insights.figures.deltas import Key
from insights.imbalance.seen import Seen, preferred, region_of, windows_of
from insights.imbalance.shares import KINDS, SHORTAGE, SURPLUS, Kind, is_material
from insights.imbalance.sights import Sight, Span
from insights.imbalance.waits import may_be_slow

PRECISION = 5
"""Of the cells that have neighbours here. Regions are too large to carry food across."""


@dataclass(frozen=True)
class Scope:
    """The pairs to be settled, and the windows of all that matter to them."""

    keys: Collection[Key]
    seen: Seen


@lru_cache(maxsize=8192)
def _beside(cell: str) -> tuple[str, ...]:
    return tuple(cells.neighbours(cell)) if len(cell) == PRECISION else ()


def neighbours(key: Key) -> list[Key]:
    """The same category in the cells that touch this one; none for a region."""
    cell, category = key
    return [(other, category) for other in _beside(cell)]


def scope_of(changed: Collection[Key], mismatched: Collection[Key]) -> Scope:
    """What is to be settled after a change, with at most three queries however many changed.

    Args:
        changed: (cell, category) pairs.
        mismatched: pairs that hold a mismatch themselves, or with one of the changed.

    Returns:
        The changed, the mismatched, and the neighbours in want of any of the changed that has
        some to spare.
    """
    keys = {*changed, *mismatched}
    seen = windows_of({*keys, *map(region_of, keys)})
    giving = {key for key in keys if _could(SURPLUS, key, seen)}
    wanting = {key for key in keys if _could(SHORTAGE, key, seen)}
    beside = _all_beside(giving | wanting) - seen.keys() - keys
    seen |= windows_of({*beside, *map(region_of, beside)} - keys)
    also = {key for key in _all_beside(giving) & beside if _could(SHORTAGE, key, seen)}
    farther = _all_beside(also) - beside - keys
    seen |= windows_of({*farther, *map(region_of, farther)} - seen.keys())
    return Scope(keys | also, seen)


def worth_a_look(scope: Scope) -> set[Key]:
    """The pairs that could state something at all, and the neighbours that could answer them."""
    own = {key for key in scope.keys if _could_state_something(key, scope.seen)}
    wanting = {key for key in own if _could(SHORTAGE, key, scope.seen)}
    return own | {key for key in _all_beside(wanting) if _could(SURPLUS, key, scope.seen)}


def beside_in(key: Key, sights: Mapping[Key, Sight]) -> dict[str, Sight]:
    """The neighbours of a pair over the same window, by cell.

    Regions come to a new day one after the other: across their border a day apart will do.
    """
    own = sights[key]
    return {
        other[0]: sight
        for other in neighbours(key)
        if (sight := sights.get(other)) is not None
        and sight.window_days == own.window_days
        and abs((sight.now.as_of - own.now.as_of).days) <= 1
    }


def _all_beside(keys: Iterable[Key]) -> set[Key]:
    return {other for key in keys for other in neighbours(key)}


def _window(key: Key, seen: Seen) -> Span | None:
    windows = seen.get(key)
    days = preferred(windows) if windows else None
    return windows[days] if windows and days else None


def _could(kind: Kind, key: Key, seen: Seen) -> bool:
    window = _window(key, seen)
    return window is not None and is_material(kind, window.figures)


def _could_state_something(key: Key, seen: Seen) -> bool:
    window = _window(key, seen)
    return window is not None and (
        any(is_material(kind, window.figures) for kind in KINDS.values()) or may_be_slow(window)
    )
