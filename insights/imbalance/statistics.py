"""How sure a share is, and what it probably is, when little was seen.

A share (of the kilograms asked for among all kilograms stated, say) is taken as the chance of a
binomial with one draw a post. Its prior is a Beta around what is usual, worth `STRENGTH`
posts; the posterior is again a Beta (Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, §2.4).
Its mean pulls a small sample towards what is usual, as B. Efron and C. Morris showed to be better
than taking it at its word (JASA 70, 1975); a strength of 4 is the "plus four" of A. Agresti and
B. Coull (The American Statistician 52, 1998).
"""

import math
from dataclasses import dataclass

STRENGTH = 4.0
TERMS = 300
TINY = 1e-30
ENOUGH = 1e-12


@dataclass(frozen=True)
class Posterior:
    """A Beta distribution of a share."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    def above(self, threshold: float) -> float:
        """The probability that the share is above a threshold between 0 and 1."""
        return 1.0 - regularised_beta(threshold, self.alpha, self.beta)


def shrunk(
    share: float, posts: float, prior_mean: float, *, strength: float = STRENGTH
) -> Posterior:
    """The posterior of a share.

    Args:
        share: as seen, 0 to 1.
        posts: how many posts it was seen in.
        prior_mean: what is usual, above 0 and below 1.
        strength: how many posts that is worth.
    """
    return Posterior(
        strength * prior_mean + posts * share,
        strength * (1 - prior_mean) + posts * (1 - share),
    )


def regularised_beta(x: float, a: float, b: float) -> float:
    """I_x(a, b): the probability that a Beta(a, b) is at most `x`.

    By the continued fraction of the NIST Digital Library of Mathematical Functions, 8.17.22,
    evaluated with Lentz's method; where it converges slowly, by 8.17.4 from the other side.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - regularised_beta(1 - x, b, a)
    log_front = (
        a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    )
    return math.exp(log_front) / a / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """1 + d1 x / (1 + d2 x / (1 + …))."""
    value, ratio, inverse = 1.0, 1.0, 0.0
    for n in range(1, TERMS):
        term = _coefficient(n, a, b) * x
        inverse = 1.0 / _not_nought(1.0 + term * inverse)
        ratio = _not_nought(1.0 + term / ratio)
        value *= ratio * inverse
        if abs(ratio * inverse - 1.0) < ENOUGH:
            break
    return value


def _coefficient(n: int, a: float, b: float) -> float:
    m = n // 2
    if n % 2 == 0:
        return m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m))
    return -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1))


def _not_nought(number: float) -> float:
    return number if abs(number) > TINY else TINY
