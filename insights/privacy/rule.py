"""Which figures may be seen, so that none stands for fewer than k people.

A window's days are taken in parts: A is days 1–7, B days 8–14, C days 15–30. Whoever subtracts one
window from the next sees a part; whoever subtracts the children from their parent sees what is in
none of them. So:

- a cell's 30 days are seen with k people in them; its 14 days when A and B hold k, and C holds
  none or k; its 7 days when A holds k, and B and C each hold none or k;
- a parent's window is seen when it passes that by itself, its longer windows are seen, and no sum
  or difference of it with what else is seen of its family comes down to 1 … k − 1 people.

The second is decided exactly, by search: see `isolates`. docs/decisions/insights-privacy.md says
what is accepted.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple
from uuid import UUID

from insights.enums import Window

MANY = None
"""A part with k people or more: who they are makes no difference."""

Part = frozenset[UUID] | None
Level = int | None
"""The shortest window seen; the longer ones are seen too. None: no window is."""

NOBODY: Part = frozenset()
PARTS = 3
MOST_STATES = 5_000
LONGEST_FIRST = (Window.MONTH.value, Window.FORTNIGHT.value, Window.WEEK.value)


class Counts(NamedTuple):
    """How many people are in parts A, B and C of a cell, and in A ∪ B and A ∪ B ∪ C."""

    a: int
    b: int
    c: int
    ab: int
    abc: int


class Presence(NamedTuple):
    """Who is in parts A, B and C of a cell; only small parts name their people."""

    a: Part = NOBODY
    b: Part = NOBODY
    c: Part = NOBODY


Child = tuple[Presence, Level]
"""One cell of a family, with the shortest window it is seen in."""


def own_level(counts: Counts, k: int) -> Level:
    """The shortest window that a cell may be seen in, looked at by itself."""
    older_is_safe = _none_or_many(counts.c, k)
    if counts.a >= k and _none_or_many(counts.b, k) and older_is_safe:
        return Window.WEEK
    if counts.ab >= k and older_is_safe:
        return Window.FORTNIGHT
    return Window.MONTH if counts.abc >= k else None


def parent_level(own: Level, children: Sequence[Child], k: int) -> Level:
    """The shortest window that a parent may be seen in beside its children.

    Args:
        own: its level by itself.
        children: all that have anyone in 30 days; those seen in a week need not be named.
        k: fewest people behind a figure.
    """
    seen: Level = None
    for window in LONGEST_FIRST:
        if own is None or window < own or isolates(children, window, k):
            break
        seen = window
    return seen


def children_are_safe(children: Sequence[Child], k: int) -> bool:
    """Whether children may be seen beside a total that everybody can add up for themselves.

    Args:
        children: all that have anyone in 30 days.
        k: fewest people behind a figure.
    """
    total = _counts_of([presence for presence, _ in children], k)
    level = own_level(total, k)
    return level is not None and not isolates(children, level, k)


def isolates(children: Iterable[Child], window: int, k: int) -> bool:
    """Whether a parent seen down to `window` gives away a group of 1 … k − 1 people.

    Each figure seen is a sum over (child, part). Any combination of the parent's windows weighs
    the parts A, B, C alike in all children (`_weights`); a child's own figures can then be
    subtracted as often as wanted (`_left_over`). What remains stands for the people of the
    (child, part)s whose weight is not nought. Given the weights, the children can be subtracted
    independently, so all groups that can remain are the unions of one choice a child.
    """
    hidden = [(presence, level) for presence, level in children if level != Window.WEEK]
    hidden.sort(key=lambda child: child[1] is not None)  # those without a choice first
    return bool(hidden) and any(_some_small_group(hidden, w, k) for w in _weights(window))


def _some_small_group(children: Sequence[Child], weights: tuple[int, ...], k: int) -> bool:
    groups: set[frozenset[UUID]] = {frozenset()}
    for parts, level in children:
        choices = {_union(left, k) for left in _left_over(parts, level, weights)}
        groups = {
            group | choice
            for group in groups
            for choice in choices
            if choice is not MANY and len(group | choice) < k
        }
        if not groups:
            return False
        if len(groups) > MOST_STATES:  # too many to tell: hidden is always safe
            return True
    return any(groups)


def _left_over(parts: Presence, level: Level, weights: tuple[int, ...]) -> Iterable[list[Part]]:
    """The parts of a child that can be left when its own figures are subtracted."""
    if level is None:
        yield [part for part, weight in zip(parts, weights, strict=True) if weight]
        return
    # Seen at 14 days: A + B and C are known. Seen at 30 only: A + B + C.
    known = 2 if level == Window.FORTNIGHT else PARTS
    for subtracted in {0, *weights[:known]}:
        yield [
            part
            for part, weight in zip(parts[:known], weights[:known], strict=True)
            if weight != subtracted
        ]


@cache
def _weights(window: int) -> set[tuple[int, ...]]:
    """Every pattern of equal, different and zero weights of A, B, C that the parent's windows
    allow: which are equal and which are zero is all that matters."""
    free = {Window.WEEK: 3, Window.FORTNIGHT: 2, Window.MONTH: 1}[Window(window)]
    patterns = set()
    for chosen in product(range(free + 1), repeat=free):
        weights = (chosen[0],) * (PARTS + 1 - free) + chosen[1:]
        if any(weights):
            patterns.add(_canonical(weights))
    return patterns


def _canonical(weights: tuple[int, ...]) -> tuple[int, ...]:
    names = {0: 0}
    return tuple(names.setdefault(weight, len(names)) for weight in weights)


def _union(parts: Iterable[Part], k: int) -> Part:
    people: frozenset[UUID] = frozenset()
    for part in parts:
        if part is MANY:
            return MANY
        people |= part
    return MANY if len(people) >= k else people


def _counts_of(presences: Sequence[Presence], k: int) -> Counts:
    """Of everybody in these cells; many are counted as k."""

    def count(*parts: int) -> int:
        people = _union((presence[part] for presence in presences for part in parts), k)
        return k if people is MANY else len(people)

    return Counts(count(0), count(1), count(2), count(0, 1), count(0, 1, 2))


def _none_or_many(count: int, k: int) -> bool:
    return count == 0 or count >= k
