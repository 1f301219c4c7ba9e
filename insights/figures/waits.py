"""Time to commitment, kept as counts in fixed bins, so that days can be added up."""

from bisect import bisect_right

EDGES = (0, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 5760, 10080, 20160)
"""Minutes at which a bin begins: a quarter of an hour … a week, and two. The last has no end."""


def bin_of(minutes: int) -> int:
    """The bin of a wait; one below zero counts as none."""
    return bisect_right(EDGES, max(0, minutes)) - 1


def width(number: int) -> int:
    """Minutes from the beginning of a bin to that of the next; the last is taken as a fortnight."""
    following = EDGES[number + 1] if number + 1 < len(EDGES) else 2 * EDGES[number]
    return following - EDGES[number]
