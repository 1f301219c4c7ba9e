"""Whether promises take long: the median wait beside what is usual.

Waits are taken as log-normal. The logarithm of the median of n of them then scatters around the
true one with √(π/2) · spread / √n (M. G. Kendall and A. Stuart, The Advanced Theory of
Statistics, vol. 1, 4th ed. 1977, §10.10: the variance of a median). As with shares, what is usual
counts as `strength` more promises at the usual median (Gelman et al., Bayesian Data Analysis,
3rd ed. 2013, §2.5: a normal mean with known variance), and is itself uncertain by how few
promises it rests on.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

from insights.enums import Severity
from insights.imbalance.past import FEWEST_WEEKS, typical
from insights.imbalance.rules import MATERIAL_MINUTES, Rules
from insights.imbalance.sights import Sight, Span

THRESHOLD, MARKED, STRONG = 2.0, 4.0, 8.0
"""Times as long as usual."""
MEDIAN_TO_MEAN = math.sqrt(math.pi / 2)


@dataclass(frozen=True)
class Wait:
    """What is made of the waits of a window; minutes, and times as long as usual."""

    usual_minutes: float
    times: float
    probable_times: float
    probability: float


def minutes_of(spans: tuple[Span, ...]) -> list[int]:
    """The median waits of those weeks that have one."""
    return [span.median_minutes for span in spans if span.median_minutes is not None]


def may_be_slow(span: Span) -> bool:
    """Whether it could be worth anyone's attention; cheap, so that it is asked first."""
    return span.median_minutes is not None and span.median_minutes >= MATERIAL_MINUTES


def assess_waits(sight: Sight, rules: Rules) -> Wait | None:
    """How probable it is that answers take more than twice as long as usual.

    Returns:
        None where no median is known (it is kept from k promises on), or nothing to compare it
        with, or it is not even an hour more.
    """
    minutes, count = sight.now.median_minutes, sight.own.commitments
    witnesses = list(_witnesses(sight, rules))
    weight = sum(weight for weight, _ in witnesses)
    if minutes is None or not may_be_slow(sight.now) or count <= 0 or weight <= 0:
        return None
    usual = sum(each * math.log(median) for each, median in witnesses) / weight
    if minutes - math.exp(usual) < MATERIAL_MINUTES:
        return None
    above = math.log(minutes) - usual
    probable = count * above / (count + rules.strength)
    error = MEDIAN_TO_MEAN * rules.spread * math.sqrt(1 / (count + rules.strength) + 1 / weight)
    probability = NormalDist().cdf((probable - math.log(THRESHOLD)) / error)
    return Wait(math.exp(usual), math.exp(above), math.exp(probable), probability)


def wait_severity(times: float, held: Severity | None, rules: Rules) -> Severity:
    """How strong it is; one that holds changes only when well beyond the edge."""
    if held is None:
        return _plain(times)
    slack = 1 + 5 * rules.slack
    return max(_plain(times / slack), min(_plain(times * slack), held))


def _plain(times: float) -> Severity:
    if times >= STRONG:
        return Severity.STRONG
    return Severity.MARKED if times >= MARKED else Severity.MILD


def _witnesses(sight: Sight, rules: Rules) -> Iterator[tuple[float, float]]:
    """Weight, in promises, and median minutes of each witness of what is usual."""
    if sight.region is not None and sight.around is not None and sight.region.median_minutes:
        others = min(max(0, sight.around.commitments), rules.cap)
        yield rules.around * others, max(1, sight.region.median_minutes)
    for spans, factor, fewest in (
        (sight.past, rules.past, FEWEST_WEEKS),
        (sight.season, rules.season, 1),
        (sight.season_around, rules.season, 1),
    ):
        minutes = minutes_of(spans)
        median = typical(minutes)
        if median is None or len(minutes) < fewest:
            continue
        counted = (s.figures.commitments for s in spans if s.median_minutes is not None)
        yield factor * min(sum(counted), rules.cap), max(1.0, median)
