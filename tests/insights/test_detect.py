from datetime import date
from decimal import Decimal

import pytest

from insights.enums import Severity
from insights.imbalance.detect import Held, findings
from insights.imbalance.sights import Figures, Sight, Span

TODAY = date(2026, 6, 14)


def figures(**given: int) -> Figures:
    return Figures(**{**dict.fromkeys(Figures._fields, 0), **given})


def sight(own: Figures, *, around: Figures | None = None, **more: object) -> Sight:
    region = None if around is None else Span(TODAY, Figures.sum([own, around]))
    return Sight(14, Span(TODAY, own), region=region, **more)  # type: ignore[arg-type]


def found(own: Figures, *, around: Figures | None = None, holding: tuple[str, ...] = ()):
    held = dict.fromkeys(holding, Held(Severity.MILD))
    return findings(sight(own, around=around), holding=held)


def kinds(own: Figures, **options: object) -> list[str]:
    return [str(finding.kind) for finding in found(own, **options)]  # type: ignore[arg-type]


BALANCED = figures(listings=10, requests=10, offered_g=50_000, requested_g=50_000)
SHORT = figures(listings=2, requests=10, offered_g=5_000, requested_g=50_000)
PLENTY = figures(listings=10, requests=2, offered_g=50_000, requested_g=5_000)
WASTED = figures(listings=12, requests=12, offered_g=40_000, requested_g=40_000, expired_g=24_000)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (figures(), []),
        (BALANCED, []),
        (SHORT, ["shortage"]),
        (PLENTY, ["surplus"]),
        (WASTED, ["waste"]),
        # A promise counts as supply, even without an offer, and as demand, even without a request.
        (SHORT._replace(committed_g=45_000), []),
        (PLENTY._replace(committed_g=45_000), []),
        # Too little to matter: less than a kilogram.
        (figures(requests=20, requested_g=999), []),
        (figures(requests=20, requested_g=1_000), ["shortage"]),
        # Two posts make nobody sure.
        (figures(requests=2, requested_g=50_000), []),
        (figures(requests=5, requested_g=50_000), ["shortage"]),
    ],
)
def test_figures_are_found_out_of_balance(own, expected):
    assert kinds(own) == expected


def test_finding_says_what_it_rests_on():
    [finding] = found(SHORT)
    assert (finding.severity, finding.confidence) == (2, Decimal("0.97"))
    assert finding.numbers == {
        "window_days": 14,
        "listings": 2,
        "requests": 10,
        "commitments": 0,
        "offered_g": 5_000,
        "requested_g": 50_000,
        "committed_g": 0,
        "handed_over_g": 0,
        "expired_g": 0,
        "share": "0.91",
        "usual_share": "0.50",
        "probable_share": "0.81",
        "threshold": "0.60",
    }


@pytest.mark.parametrize(("posts", "severity"), [(5, 2), (20, 3)])
def test_severity_grows_with_what_is_known(posts, severity):
    [finding] = found(figures(requests=posts, requested_g=90_000))
    assert finding.severity == severity


def test_severity_is_mild_when_little_more_is_asked_for():
    [finding] = found(figures(listings=30, requests=60, offered_g=30_000, requested_g=66_000))
    assert finding.severity == 1


def test_region_around_says_what_is_usual():
    """Where the region lacks it too, fewer posts are enough; where it has plenty, more."""
    few = figures(requests=3, requested_g=9_000)
    assert kinds(few) == []
    assert kinds(few, around=SHORT) == ["shortage"]
    assert kinds(SHORT._replace(requests=4, listings=1), around=None) == ["shortage"]
    assert kinds(SHORT._replace(requests=4, listings=1), around=PLENTY) == []


def test_signal_leaves_later_than_it_enters():
    wavering = figures(listings=4, requests=8, offered_g=20_000, requested_g=42_000)
    assert kinds(wavering) == []
    assert kinds(wavering, holding=("shortage",)) == ["shortage"]
    assert kinds(BALANCED, holding=("shortage",)) == []


def test_nothing_is_ever_certain():
    [finding] = found(figures(requests=5_000, requested_g=9_000_000))
    assert finding.confidence == Decimal("0.99")
