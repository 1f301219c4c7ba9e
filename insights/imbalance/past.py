"""Whether a figure is unlike the cell's own past weeks. It never hides a signal: a quarter that
always goes short goes short. It is said beside the signal, and moves what is taken as usual."""

import statistics
from collections.abc import Sequence
from typing import TypeVar

PAST_WEEKS = 8
"""The latest so many weeks are a cell's past."""
FEWEST_WEEKS = 4
"""Fewer say nothing about what is unlike them."""

Number = TypeVar("Number", int, float)


def typical(values: Sequence[Number]) -> float | None:
    """The median: up to half the weeks may be out of the ordinary without moving it far.

    P. J. Huber and E. M. Ronchetti, Robust Statistics, 2nd ed. 2009, ch. 1 (breakdown point).
    """
    return float(statistics.median(values)) if values else None


def unlike(now: float, weeks: Sequence[float]) -> float | None:
    """How sure it is that `now` lies above what was usual: one less the p of an exact rank test.

    Were it a week like the others, each rank among them would be as likely as any other,
    whatever their distribution. So p is (1 + weeks at least as high) / (1 + weeks), which is
    never nought (B. Phipson and G. K. Smyth, Statistical Applications in Genetics and Molecular
    Biology 9, 2010, art. 39). At most 0.89 with eight weeks. A fortnight wavers less than a week:
    for one the test errs on the quiet side.

    Args:
        now: the present share, or minutes.
        weeks: those of past weeks, in any order.

    Returns:
        0 to 1, None with fewer than `FEWEST_WEEKS`.
    """
    if len(weeks) < FEWEST_WEEKS:
        return None
    return 1 - (1 + sum(week >= now for week in weeks)) / (1 + len(weeks))
