"""The differencing attack: everything that can be computed from what is shown.

Each figure shown is a sum over (child, part of the 30 days). Whoever combines figures gets some
weighting of these; they learn about a group of people when a combination is left whose non-zero
weights all belong to that group. Linear algebra finds every such combination: within the columns
of a group there is one exactly when leaving them out lowers the rank.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from insights.privacy.rule import (
    Counts,
    Level,
    Presence,
    children_are_safe,
    isolates,
    own_level,
    parent_level,
)

K = 3
CROWD = [UUID(int=n) for n in range(7)]
WINDOW_PARTS = {7: (0,), 14: (0, 1), 30: (0, 1, 2)}
WINDOWS = tuple(WINDOW_PARTS)

People = frozenset[UUID]
Child = tuple[People, People, People]

groups = st.frozensets(st.sampled_from(CROWD), max_size=4)
children_lists = st.lists(st.tuples(groups, groups, groups), min_size=1, max_size=4)


def counts(child: Child) -> Counts:
    a, b, c = child
    return Counts(len(a), len(b), len(c), len(a | b), len(a | b | c))


def level(child: Child) -> Level:
    return own_level(counts(child), K)


def seen(children: Sequence[Child]) -> list[tuple[Presence, Level]]:
    return [(Presence(*child), level(child)) for child in children]


def seen_in(level: Level) -> list[int]:
    return [days for days in WINDOWS if level is not None and days >= level]


def observations(children: Sequence[Child], parent_windows: Sequence[int]) -> list[list[int]]:
    """One row a figure shown, one column a (child, part)."""
    rows = []
    for index, child in enumerate(children):
        for days in seen_in(level(child)):
            rows.append(_row(len(children), [index], WINDOW_PARTS[days]))
    everybody = range(len(children))
    rows += [_row(len(children), everybody, WINDOW_PARTS[days]) for days in parent_windows]
    return rows


def _row(count: int, children: Sequence[int], parts: Sequence[int]) -> list[int]:
    return [int(child in children and part in parts) for child in range(count) for part in range(3)]


def small_group_given_away(children: Sequence[Child], rows: list[list[int]]) -> People | None:
    """Fewer than K people of whom some combination of the rows speaks alone."""
    columns = [part for child in children for part in child]
    inhabited = [index for index, people in enumerate(columns) if people]
    whole = rank([[row[index] for index in inhabited] for row in rows])
    for size in range(1, K):
        for group in map(frozenset, combinations(CROWD, size)):
            others = [index for index in inhabited if not columns[index] <= group]
            if rank([[row[index] for index in others] for row in rows]) < whole:
                return group
    return None


def rank(rows: list[list[int]]) -> int:
    matrix = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((i for i in range(found, len(matrix)) if matrix[i][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for i in range(found + 1, len(matrix)):
            if factor := matrix[i][column] / matrix[found][column]:
                matrix[i] = [a - factor * b for a, b in zip(matrix[i], matrix[found], strict=True)]
        found += 1
    return found


def parent_of(children: Sequence[Child]) -> Child:
    a, b, c = (frozenset().union(*(child[part] for child in children)) for part in range(3))
    return a, b, c


@given(children_lists)
@settings(max_examples=400, deadline=None)
def test_no_combination_of_what_is_shown_speaks_of_fewer_than_k(children):
    shown = seen_in(parent_level(level(parent_of(children)), seen(children), K))
    assert small_group_given_away(children, observations(children, shown)) is None


@given(children_lists, st.sampled_from(WINDOWS))
@settings(max_examples=400, deadline=None)
def test_nothing_is_hidden_that_could_be_shown(children, window):
    """The search is exact: it says that a window gives someone away just when it does."""
    shown = [days for days in WINDOWS if days >= window]
    given_away = small_group_given_away(children, observations(children, shown))
    assert isolates(seen(children), window, K) is (given_away is not None)


@given(children_lists)
@settings(max_examples=300, deadline=None)
def test_totals_beside_a_sum_that_everyone_can_make_speak_of_nobody_alone(children):
    """The smallest cells against the total of the area around them, which its categories tell."""
    sum_is_seen = seen_in(level(parent_of(children)))
    if children_are_safe(seen(children), K):
        assert small_group_given_away(children, observations(children, sum_is_seen)) is None


def test_the_attack_works_where_there_is_no_rule():
    one, three = CROWD[:1], CROWD[1:4]
    children: list[Child] = [
        (frozenset(three), frozenset(), frozenset()),
        (frozenset(one), frozenset(), frozenset()),
    ]
    assert small_group_given_away(children, observations(children, WINDOWS)) == frozenset(one)
