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
        draws: how many draws of a binomial a post counts for: 1 / (1 + c²), where c is how much
            the amounts of posts vary as a share of their mean (L. Kish, Survey Sampling, 1965,
            §11.7: what unequal weights cost); 0.4 for c of about 1.2.
        strength: how many posts what is usual is worth beside those seen, where nothing is known
            of this cell.
        known: how many more it is worth at most, where witnesses say a lot.
        cap: the most posts that one witness of what is usual counts for.
        around: what a post of the rest of the region counts for in it.
        past: what a post of the cell's own past counts for.
        season: what a post of the same weeks a year ago counts for, here or in the region.
        slack: how far beyond its edge a share must be for another severity.
        spread: standard deviation of the logarithm of waits, in natural units.
    """

    enter: float = 0.8
    leave: float = 0.6
    draws: float = 0.4
    strength: float = 4.0
    known: float = 24.0
    cap: float = 20.0
    around: float = 0.25
    past: float = 0.5
    season: float = 0.5
    slack: float = 0.02
    spread: float = 1.0


RULES = Rules()
MATERIAL_GRAMS = 1_000
"""Less than a kilogram too much or too little is not worth anyone's attention."""
MATERIAL_MINUTES = 60
"""Nor is an hour more to wait."""
