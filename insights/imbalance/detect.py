"""What a cell's figures say is out of balance. Pure: figures in, findings out.

Each kind looks at one share and asks how probable it is to lie above a threshold:

- shortage: kilograms asked for, among them and what was offered or promised, whichever is more;
- surplus: kilograms offered, among them and what was asked for or promised, whichever is more;
- waste: kilograms lost to expiry, among those and the rest of what was offered.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from insights.enums import Severity, SignalKind
from insights.figures.deltas import FIELDS
from insights.imbalance.statistics import STRENGTH, Posterior, shrunk

ENTER = 0.8
LEAVE = 0.6
"""A signal appears when it is probable at 80 %, and stays until it is less so than 60 %."""
MATERIAL_GRAMS = 1_000
"""Less than a kilogram too much or too little is not worth anyone's attention."""


class Figures(NamedTuple):
    """A window's sums, in the order of `FIELDS`."""

    listings: int
    requests: int
    commitments: int
    offered_g: int
    requested_g: int
    committed_g: int
    handed_over_g: int
    expired_g: int

    def without(self, part: "Figures") -> "Figures":
        """What is left when a part is taken out."""
        return Figures(*(whole - own for whole, own in zip(self, part, strict=True)))


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
class Finding:
    """One imbalance, with what it rests on."""

    kind: SignalKind
    severity: Severity
    confidence: Decimal
    numbers: Mapping[str, Any]


def _posts(figures: Figures) -> int:
    return figures.listings + figures.requests


def _supply(figures: Figures) -> int:
    return max(figures.offered_g, figures.committed_g)


def _demand(figures: Figures) -> int:
    return max(figures.requested_g, figures.committed_g)


# Thresholds as odds: 0.6 is one and a half times as much, 0.75 three times, 0.86 six times.
KINDS: Mapping[SignalKind, Kind] = {
    SignalKind.SHORTAGE: Kind(
        part=lambda f: f.requested_g,
        rest=_supply,
        posts=_posts,
        usual=0.5,
        threshold=0.6,
        marked=0.75,
        strong=0.86,
        gap=lambda f: f.requested_g - _supply(f),
    ),
    SignalKind.SURPLUS: Kind(
        part=lambda f: f.offered_g,
        rest=_demand,
        posts=_posts,
        usual=0.5,
        threshold=0.6,
        marked=0.75,
        strong=0.86,
        gap=lambda f: f.offered_g - _demand(f),
    ),
    SignalKind.WASTE: Kind(
        part=lambda f: f.expired_g,
        rest=lambda f: f.offered_g - f.expired_g,
        posts=lambda f: f.listings,
        usual=0.1,
        threshold=0.25,
        marked=0.4,
        strong=0.6,
        gap=lambda f: f.expired_g,
    ),
}


def findings(
    own: Figures, *, around: Figures | None, holding: Collection[str], window_days: int
) -> list[Finding]:
    """The imbalances of one cell and category.

    Args:
        own: its figures over a window.
        around: those of the rest of its region; None where they may not be seen.
        holding: kinds that hold already, which leave later than others enter.
        window_days: for the record.
    """
    found = []
    for kind, measure in KINDS.items():
        share = _share(measure, own)
        if share is None or measure.gap(own) < MATERIAL_GRAMS:
            continue
        usual = _usual(measure, around)
        posterior = shrunk(share, measure.posts(own), usual)
        probability = posterior.above(measure.threshold)
        if probability >= (LEAVE if kind in holding else ENTER):
            numbers = _numbers(own, measure, share, usual, posterior, window_days)
            confidence = _two_places(min(probability, 0.99))
            found.append(Finding(kind, _severity(measure, posterior), confidence, numbers))
    return found


def _share(measure: Kind, figures: Figures) -> float | None:
    part, rest = max(0, measure.part(figures)), max(0, measure.rest(figures))
    return part / (part + rest) if part + rest else None


def _usual(measure: Kind, around: Figures | None) -> float:
    """What the region around does, itself pulled towards what is usual anywhere."""
    if around is None:
        return measure.usual
    share, posts = _share(measure, around), max(0, measure.posts(around))
    if share is None:
        return measure.usual
    return (STRENGTH * measure.usual + posts * share) / (STRENGTH + posts)


def _severity(measure: Kind, posterior: Posterior) -> Severity:
    if posterior.mean >= measure.strong:
        return Severity.STRONG
    return Severity.MARKED if posterior.mean >= measure.marked else Severity.MILD


def _numbers(
    own: Figures,
    measure: Kind,
    share: float,
    usual: float,
    posterior: Posterior,
    window_days: int,
) -> dict[str, Any]:
    return {
        "window_days": window_days,
        **dict(zip(FIELDS, own, strict=True)),
        "share": str(_two_places(share)),
        "usual_share": str(_two_places(usual)),
        "probable_share": str(_two_places(posterior.mean)),
        "threshold": str(_two_places(measure.threshold)),
    }


def _two_places(number: float) -> Decimal:
    return Decimal(f"{number:.2f}")
