"""The shares that are looked at, and how probable each is to lie above its threshold.

- shortage: kilograms asked for, among them and what was offered or promised, whichever is more;
- surplus: kilograms offered, among them and what was asked for or promised, whichever is more;
- waste: kilograms lost to expiry, among those and the rest of what was offered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from insights.enums import Severity, SignalKind
from insights.imbalance.past import typical
from insights.imbalance.rules import MATERIAL_GRAMS, Rules
from insights.imbalance.sights import Figures, Sight, Span
from insights.imbalance.statistics import Posterior, shrunk


@dataclass(frozen=True)
class Kind:
    """How one kind of imbalance is measured.

    Args:
        part: the grams that are too many.
        rest: the grams they are compared with.
        posts: how many posts the share was seen in.
        usual: the share where nothing else is known.
        threshold: the share above which it is an imbalance.
        marked, strong: the probable share from which it is more severe.
        gap: the grams too many or too few.
    """

    part: Callable[[Figures], int]
    rest: Callable[[Figures], int]
    posts: Callable[[Figures], int]
    usual: float
    threshold: float
    marked: float
    strong: float
    gap: Callable[[Figures], int]


@dataclass(frozen=True)
class Assessment:
    """What is made of one share: as seen, as usual, as it probably is."""

    share: float
    usual: float
    posterior: Posterior
    probability: float


def _posts(figures: Figures) -> int:
    return figures.listings + figures.requests


def _supply(figures: Figures) -> int:
    return max(figures.offered_g, figures.committed_g)


def _demand(figures: Figures) -> int:
    return max(figures.requested_g, figures.committed_g)


# Thresholds as odds: 0.6 is one and a half times as much, 0.75 three times, 0.86 six times.
SHORTAGE = Kind(
    part=lambda f: f.requested_g,
    rest=_supply,
    posts=_posts,
    usual=0.5,
    threshold=0.6,
    marked=0.75,
    strong=0.86,
    gap=lambda f: f.requested_g - _supply(f),
)
SURPLUS = Kind(
    part=lambda f: f.offered_g,
    rest=_demand,
    posts=_posts,
    usual=0.5,
    threshold=0.6,
    marked=0.75,
    strong=0.86,
    gap=lambda f: f.offered_g - _demand(f),
)
WASTE = Kind(
    part=lambda f: f.expired_g,
    rest=lambda f: f.offered_g - f.expired_g,
    posts=lambda f: f.listings,
    usual=0.1,
    threshold=0.25,
    marked=0.4,
    strong=0.6,
    gap=lambda f: f.expired_g,
)
KINDS: Mapping[SignalKind, Kind] = {
    SignalKind.SHORTAGE: SHORTAGE,
    SignalKind.SURPLUS: SURPLUS,
    SignalKind.WASTE: WASTE,
}


def is_material(kind: Kind, figures: Figures) -> bool:
    """Whether it could be worth anyone's attention; cheap, so that it is asked first."""
    return kind.gap(figures) >= MATERIAL_GRAMS


def share_of(kind: Kind, figures: Figures) -> float | None:
    """The share as seen, None where there is nothing to share."""
    part, rest = max(0, kind.part(figures)), max(0, kind.rest(figures))
    return part / (part + rest) if part + rest else None


def shares_of(kind: Kind, spans: tuple[Span, ...]) -> list[float]:
    """The shares of those weeks that have one."""
    found = (share_of(kind, span.figures) for span in spans)
    return [share for share in found if share is not None]


def assess(kind: Kind, sight: Sight, rules: Rules) -> Assessment | None:
    """How probable the imbalance is; None where it would not matter."""
    if not is_material(kind, sight.own):
        return None
    share = share_of(kind, sight.own)
    if share is None:
        return None
    usual, strength = _usual(kind, sight, rules)
    posts = max(0, kind.posts(sight.own))
    posterior = shrunk(share, rules.draws * posts, usual, strength=rules.draws * strength)
    return Assessment(share, usual, posterior, posterior.above(kind.threshold))


def severity(kind: Kind, mean: float, held: Severity | None, rules: Rules) -> Severity:
    """How strong it is by its probable share.

    One that holds changes only when the share is beyond the edge by more than the slack, else it
    would waver with every post.
    """
    if held is None:
        return _plain_severity(kind, mean)
    low, high = (_plain_severity(kind, mean + by) for by in (-rules.slack, rules.slack))
    return max(low, min(high, held))


def _plain_severity(kind: Kind, mean: float) -> Severity:
    if mean >= kind.strong:
        return Severity.STRONG
    return Severity.MARKED if mean >= kind.marked else Severity.MILD


def _usual(kind: Kind, sight: Sight, rules: Rules) -> tuple[float, float]:
    """What to expect before looking, and how many posts that is worth.

    Each witness counts by its posts: older and farther ones for less, none for more than a cap,
    and all of them together neither (a power prior: J. G. Ibrahim and M.-H. Chen, Statistical
    Science 15, 2000, §2).
    """
    weighed = [(rules.strength, kind.usual)]
    if sight.around is not None:
        share = share_of(kind, sight.around)
        weighed.append(_witness(share, kind.posts(sight.around), rules.around, rules))
    for spans, weight in (
        (sight.past, rules.past),
        (sight.season, rules.season),
        (sight.season_around, rules.season),
    ):
        if spans:
            posts = sum(kind.posts(span.figures) for span in spans)
            weighed.append(_witness(typical(shares_of(kind, spans)), posts, weight, rules))
    weight = sum(weight for weight, _ in weighed)
    mean = sum(weight * share for weight, share in weighed) / weight
    return mean, min(weight, rules.strength + rules.known)


def _witness(share: float | None, posts: int, weight: float, rules: Rules) -> tuple[float, float]:
    """Weight and share of one witness; none at all where it has no share."""
    return (0.0, 0.0) if share is None else (weight * min(max(0, posts), rules.cap), share)
