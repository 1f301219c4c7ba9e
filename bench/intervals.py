"""How far a share of few trials can be trusted."""

import math
from dataclasses import dataclass

Z = 1.959964
"""95 % of a normal distribution lie within so many standard deviations."""


@dataclass(frozen=True)
class Share:
    """`hits` of `tries`."""

    hits: int
    tries: int

    def __str__(self) -> str:
        if not self.tries:
            return "–"
        low, high = wilson(self.hits, self.tries)
        share = f"{self.hits / self.tries:.2f} ({low:.2f}–{high:.2f})"
        return f"{share} {self.hits}/{self.tries}"


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """The 95 % interval of a share by the score test, which also holds near 0 and 1.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22,
    1927; recommended by L. D. Brown, T. T. Cai and A. DasGupta, Statistical Science 16, 2001.
    """
    share = hits / tries
    middle = share + Z * Z / (2 * tries)
    reach = Z * math.sqrt(share * (1 - share) / tries + Z * Z / (4 * tries * tries))
    whole = 1 + Z * Z / tries
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)
