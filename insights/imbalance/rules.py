"""The constants by which an imbalance is stated, in one place, so that a measurement can vary them.

How they were chosen, and on which simulated towns: bench/RESULTS.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """What counts for how much.

    Args:
        enter: the probability from which a signal appears.
        leave: the probability below which one that holds goes.
        strength: how many posts what is usual is worth beside those seen, where nothing is known
            of this cell.
        known: how many more it is worth where witnesses say a lot.
        cap: the most posts that one witness of what is usual counts for.
        around: what a post of the rest of the region counts for in it.
        past: what a post of the cell's own past counts for.
        season: what a post of the same weeks a year ago counts for.
        slack: how far beyond its edge a share must be for another severity.
        spread: standard deviation of the logarithm of waits, in natural units.
        draws: how many draws of a binomial a post counts for.
    """

    enter: float = 0.8
    leave: float = 0.6
    strength: float = 4.0
    cap: float = 20.0
    around: float = 1.0
    past: float = 0.5
    season: float = 0.5
    slack: float = 0.02
    spread: float = 1.2
    draws: float = 0.5
    known: float = 4.0


RULES = Rules()
MATERIAL_GRAMS = 1_000
"""Less than a kilogram too much or too little is not worth anyone's attention."""
MATERIAL_MINUTES = 60
"""Nor is an hour more to wait."""
