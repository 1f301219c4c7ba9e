from collections.abc import Sequence
from uuid import UUID

import pytest

from insights.privacy.rule import (
    MANY,
    Child,
    Counts,
    Level,
    Part,
    Presence,
    children_are_safe,
    isolates,
    own_level,
    parent_level,
)

K = 5


def part(count: int, first: int = 0) -> Part:
    """`count` people, numbered from `first`; from K on it does not matter who."""
    return MANY if count >= K else frozenset(UUID(int=n) for n in range(first, first + count))


def cell(a: int, b: int, c: int, first: int = 0) -> Presence:
    """Different people in each part."""
    return Presence(part(a, first), part(b, first + 10), part(c, first + 20))


def counts(presence: Presence) -> Counts:
    def count(*parts: Part) -> int:
        return K if MANY in parts else len(frozenset().union(*(p or () for p in parts)))

    a, b, c = presence
    return Counts(count(a), count(b), count(c), count(a, b), count(a, b, c))


def seen(presences: Sequence[Presence]) -> list[Child]:
    return [(presence, own_level(counts(presence), K)) for presence in presences]


def family(children: Sequence[Presence]) -> Presence:
    """The parent of these, with everybody in it."""

    def union(parts: Sequence[Part]) -> Part:
        people = frozenset().union(*(p or () for p in parts))
        return MANY if MANY in parts or len(people) >= K else people

    return Presence(*(union([child[index] for child in children]) for index in range(3)))


def level_of_parent(children: Sequence[Presence]) -> Level:
    return parent_level(own_level(counts(family(children)), K), seen(children), K)


@pytest.mark.parametrize(
    ("people", "level"),
    [
        ((0, 0, 0), None),
        ((4, 0, 0), None),
        ((5, 0, 0), 7),
        ((5, 5, 5), 7),
        ((5, 0, 5), 7),
        ((5, 1, 0), 14),  # 7 days and 14 would tell what the one of days 8-14 did
        ((5, 5, 4), 30),
        ((5, 0, 1), 30),
        ((0, 5, 0), 14),
        ((3, 2, 0), 14),
        ((3, 2, 5), 14),
        ((3, 2, 4), 30),
        ((0, 0, 5), 30),
        ((2, 2, 1), 30),
        ((2, 1, 1), None),
    ],
)
def test_cell_by_itself(people, level):
    assert own_level(counts(cell(*people)), K) == level


def test_the_same_person_in_two_parts_is_one_person():
    same = frozenset({UUID(int=1), UUID(int=2), UUID(int=3)})
    assert own_level(counts(Presence(same, same, same)), K) is None


@pytest.mark.parametrize(
    ("children", "level"),
    [
        ([cell(5, 0, 0)], 7),
        ([cell(5, 0, 0), cell(6, 0, 0, 40)], 7),
        # The rest of a parent, when its shown children are subtracted:
        ([cell(5, 0, 0), cell(1, 0, 0, 40)], None),
        ([cell(5, 0, 0), cell(4, 0, 0, 40)], None),
        ([cell(5, 0, 0), cell(3, 0, 0, 40), cell(2, 0, 0, 60)], 7),
        ([cell(3, 0, 0), cell(3, 0, 0, 40)], 7),
        # It must hold in each part: the 7 and 14 days of both would tell what two did in 8-14.
        ([cell(5, 5, 5), cell(3, 1, 0, 40), cell(3, 1, 0, 60)], 14),
        # A child seen in 14 days but not in 7: the parent's 7 days would give its 7 away.
        ([cell(5, 5, 5), cell(2, 5, 0, 40)], 14),
        ([cell(5, 5, 5), cell(6, 2, 0, 40)], 14),
        # Two such children hide each other.
        ([cell(5, 5, 5), cell(3, 5, 0, 40), cell(3, 5, 0, 70)], 7),
        # A child seen in 30 days only, with hardly anyone lately.
        ([cell(5, 5, 5), cell(0, 2, 8, 40)], 30),
        # Nobody in the window: nobody to give away.
        ([cell(5, 5, 5), cell(0, 0, 8, 40)], 7),
    ],
)
def test_parent_beside_its_children(children, level):
    assert level_of_parent(children) == level


def test_difference_of_two_hidden_rests_is_noticed():
    """V = p4(30) − p4(14) holds the old days of X and of the rest; X(30) − V would leave two
    people of X and one of the rest, who are three."""
    rest = Presence(part(6, 100), part(0), part(1, 150))
    x = Presence(part(2, 0), part(0), MANY)
    levels = seen([x, rest])
    assert [level for _, level in levels] == [30, 30]
    assert isolates(levels, 14, K)


@pytest.mark.parametrize(
    ("children", "safe"),
    [
        ([cell(5, 0, 0), cell(5, 0, 0, 40)], True),
        ([cell(5, 0, 0), cell(2, 0, 0, 40)], False),
        ([cell(5, 0, 0), cell(2, 0, 0, 40), cell(3, 0, 0, 60)], True),
        ([cell(2, 0, 0), cell(1, 0, 0, 40)], False),
    ],
)
def test_totals_are_seen_when_what_is_left_of_their_sum_is_safe(children, safe):
    assert children_are_safe(seen(children), K) is safe
