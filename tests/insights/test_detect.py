from datetime import date, timedelta
from decimal import Decimal

import pytest

from insights.enums import Severity, SignalKind
from insights.imbalance.detect import Held, findings
from insights.imbalance.past import unlike
from insights.imbalance.rules import RULES
from insights.imbalance.shares import KINDS, severity
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
    assert (finding.severity, finding.confidence) == (2, Decimal("0.90"))
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
    assert kinds(few, around=Figures.sum([SHORT, SHORT])) == ["shortage"]
    assert kinds(SHORT._replace(requests=8, listings=1), around=None) == ["shortage"]
    assert kinds(SHORT._replace(requests=8, listings=1), around=PLENTY) == []


def test_signal_leaves_later_than_it_enters():
    wavering = figures(listings=4, requests=8, offered_g=20_000, requested_g=46_000)
    assert kinds(wavering) == []
    assert kinds(wavering, holding=("shortage",)) == ["shortage"]
    assert kinds(BALANCED, holding=("shortage",)) == []


def test_nothing_is_ever_certain():
    [finding] = found(figures(requests=5_000, requested_g=9_000_000))
    assert finding.confidence == Decimal("0.99")


def week(weeks_ago: int, own: Figures, minutes: int | None = None) -> Span:
    return Span(TODAY - timedelta(weeks=weeks_ago), own, minutes)


def weeks(own: Figures, count: int = 8, minutes: int | None = None) -> tuple[Span, ...]:
    return tuple(week(weeks_ago, own, minutes) for weeks_ago in range(12, 12 - count, -1))


def test_own_past_that_was_even_takes_more_to_be_outweighed():
    some = SHORT._replace(requests=8, listings=1)
    assert [str(f.kind) for f in findings(sight(some))] == ["shortage"]
    assert findings(sight(some, past=weeks(BALANCED))) == []


def test_quarter_that_always_goes_short_goes_short():
    """Its past makes it surer, not usual; beside it stands that this is nothing new."""
    [always] = findings(sight(SHORT, past=weeks(SHORT)))
    [new] = findings(sight(SHORT))
    assert always.confidence > new.confidence
    assert (always.numbers["past_weeks"], always.numbers["past_share"]) == (8, "0.91")
    assert always.numbers["unlike_past"] == "0.00"
    assert "past_share" not in new.numbers


def test_imbalance_unlike_every_week_before_says_so():
    plenty = figures(listings=10, requests=60, offered_g=20_000, requested_g=300_000)
    [found] = findings(sight(plenty, past=weeks(BALANCED)))
    assert found.numbers["unlike_past"] == "0.89"
    assert found.severity >= Severity.MARKED


def test_three_weeks_are_no_past():
    [found] = findings(sight(SHORT, past=weeks(SHORT, count=3)))
    assert "unlike_past" not in found.numbers


def test_season_says_what_is_usual():
    """The same weeks a year ago, here, or where those may not be seen in the region."""
    some = SHORT._replace(requests=8, listings=1)
    assert findings(sight(some, season=weeks(PLENTY, count=3))) == []
    assert findings(sight(some, season_around=weeks(PLENTY, count=3))) == []
    [found] = findings(sight(some, season=weeks(SHORT, count=3)))
    assert found.numbers["season_share"] == "0.91"


def slow(minutes: int | None, *, promises: int = 20, **more: object) -> list[str]:
    own = BALANCED._replace(commitments=promises, committed_g=40_000)
    seen = Sight(14, Span(TODAY, own, minutes), **more)  # type: ignore[arg-type]
    return [str(f.kind) for f in findings(seen)]


REGION = Span(
    TODAY, figures(listings=90, requests=90, offered_g=9**6, requested_g=9**6, commitments=80), 120
)


@pytest.mark.parametrize(
    ("minutes", "promises", "expected"),
    [
        (None, 20, []),
        (120, 20, []),
        (240, 20, []),  # twice as long: it may as well be less
        (900, 20, ["slow_answers"]),
        (900, 4, []),  # a few promises make nobody sure
    ],
)
def test_answers_are_slow_beside_the_region(minutes, promises, expected):
    assert slow(minutes, promises=promises, region=REGION) == expected


def test_nothing_to_compare_with_means_nothing_is_slow():
    assert slow(90_000) == []


def test_less_than_an_hour_more_is_no_matter():
    fast = REGION._replace(median_minutes=5)
    assert slow(59, region=fast) == []
    assert slow(66, region=fast) == ["slow_answers"]


def test_answers_are_slow_beside_the_cells_own_past():
    usual = weeks(BALANCED._replace(commitments=9), minutes=120)
    assert slow(900, past=usual) == ["slow_answers"]
    assert slow(900, past=weeks(BALANCED._replace(commitments=9), minutes=700)) == []
    assert slow(900, past=usual[:3]) == []


def test_slow_answers_say_what_they_rest_on():
    own = BALANCED._replace(commitments=20, committed_g=40_000)
    usual = weeks(BALANCED._replace(commitments=9), minutes=120)
    [found] = findings(Sight(14, Span(TODAY, own, 900), region=REGION, past=usual))
    assert found.numbers == {
        "window_days": 14,
        **own._asdict(),
        "median_minutes": 900,
        "usual_minutes": 120,
        "times": "7.50",
        "probable_times": "5.36",
        "threshold": "2.00",
        "past_weeks": 8,
        "past_minutes": 120,
        "unlike_past": "0.89",
    }
    assert found.severity == Severity.MARKED


NEED = figures(listings=2, requests=30, offered_g=5_000, requested_g=150_000)
SPARE = figures(listings=30, requests=2, offered_g=150_000, requested_g=5_000)


def beside(**cells: Figures):
    return {cell: sight(own) for cell, own in cells.items()}


def test_need_here_and_food_next_door_is_a_mismatch_in_place_of_the_shortage():
    [found] = findings(sight(NEED), neighbours=beside(u05kr=SPARE, u05kn=BALANCED))
    assert (found.kind, found.neighbour) == ("mismatch", "u05kr")
    assert found.numbers["neighbour_offered_g"] == 150_000
    assert found.numbers["neighbour_requested_g"] == 5_000
    assert found.numbers["neighbour_committed_g"] == 0
    assert found.numbers["requested_g"] == 150_000


def test_both_sides_have_to_be_probable_together():
    """Each by itself would be stated; that both are so is less than 80 % sure."""
    need = SHORT._replace(requests=8)
    spare = PLENTY._replace(listings=8)
    around = beside(u05kr=spare)
    assert [str(f.kind) for f in findings(sight(need), neighbours=around)] == ["shortage"]
    assert [str(f.kind) for f in findings(sight(spare))] == ["surplus"]


def test_neighbour_with_most_to_spare_is_named_and_stays_named():
    more = SPARE._replace(offered_g=160_000)
    around = beside(u05kr=SPARE, u05kn=more)
    [first] = findings(sight(NEED), neighbours=around)
    assert first.neighbour == "u05kn"
    held = {"mismatch": Held(first.severity, "u05kr")}
    [kept] = findings(sight(NEED), holding=held, neighbours=around)
    assert kept.neighbour == "u05kr"


def test_shortage_that_a_mismatch_leaves_behind_holds_on():
    wavering = figures(listings=4, requests=8, offered_g=20_000, requested_g=46_000)
    held = {"mismatch": Held(Severity.MILD, "u05kr")}
    assert [str(f.kind) for f in findings(sight(wavering), holding=held)] == ["shortage"]


@pytest.mark.parametrize(
    ("mean", "held", "expected"),
    [(0.74, None, 1), (0.76, None, 2), (0.76, 1, 1), (0.78, 1, 2), (0.74, 2, 2), (0.72, 2, 1)],
)
def test_severity_changes_only_well_beyond_its_edge(mean, held, expected):
    standing = None if held is None else Severity(held)
    assert severity(KINDS[SignalKind.SHORTAGE], mean, standing, RULES) == expected


def test_weeks_of_any_order_and_ties_count_against_what_is_new():
    assert unlike(0.5, [0.5, 0.4, 0.3, 0.2]) == pytest.approx(1 - 2 / 5)
    assert unlike(0.6, [0.2, 0.5, 0.3, 0.4]) == pytest.approx(1 - 1 / 5)
    assert unlike(0.6, [0.2, 0.5, 0.3]) is None
