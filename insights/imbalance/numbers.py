"""What a signal keeps of what it rests on: grams, counts and minutes, shares to two places."""

from collections.abc import Sequence
from typing import Any

from insights.figures.deltas import FIELDS
from insights.imbalance.past import typical, unlike
from insights.imbalance.shares import SHORTAGE, Assessment, Kind, shares_of
from insights.imbalance.sights import Sight
from insights.imbalance.waits import THRESHOLD, Wait, minutes_of


def own_numbers(sight: Sight) -> dict[str, Any]:
    return {"window_days": sight.window_days, **dict(zip(FIELDS, sight.own, strict=True))}


def share_numbers(measure: Kind, sight: Sight, found: Assessment) -> dict[str, Any]:
    """What a share rests on; of the past and the season what there is of them."""
    numbers = {
        **own_numbers(sight),
        "share": two_places(found.share),
        "usual_share": two_places(found.usual),
        "probable_share": two_places(found.posterior.mean),
        "threshold": two_places(measure.threshold),
    }
    past = shares_of(measure, sight.past)
    if (unlikely := unlike(found.share, past)) is not None:
        numbers |= _past_numbers(past, unlikely)
        numbers["past_share"] = two_places(typical(past) or 0.0)
    season = typical(shares_of(measure, sight.season or sight.season_around))
    if season is not None:
        numbers["season_share"] = two_places(season)
    return numbers


def mismatch_numbers(
    sight: Sight, need: Assessment, other: Sight, spare: Assessment
) -> dict[str, Any]:
    """Those of the need, and what the neighbour's figures say."""
    return {
        **share_numbers(SHORTAGE, sight, need),
        "neighbour_offered_g": other.own.offered_g,
        "neighbour_requested_g": other.own.requested_g,
        "neighbour_committed_g": other.own.committed_g,
        "neighbour_probable_share": two_places(spare.posterior.mean),
    }


def wait_numbers(sight: Sight, wait: Wait, minutes: int) -> dict[str, Any]:
    """What slow answers rest on; of the past what there is of it."""
    numbers = {
        **own_numbers(sight),
        "median_minutes": minutes,
        "usual_minutes": round(wait.usual_minutes),
        "times": two_places(wait.times),
        "probable_times": two_places(wait.probable_times),
        "threshold": two_places(THRESHOLD),
    }
    past = minutes_of(sight.past)
    if (unlikely := unlike(minutes, past)) is not None:
        numbers |= _past_numbers(past, unlikely)
        numbers["past_minutes"] = round(typical(past) or 0)
    return numbers


def _past_numbers(weeks: Sequence[float], unlikely: float) -> dict[str, Any]:
    return {"past_weeks": len(weeks), "unlike_past": two_places(unlikely)}


def two_places(number: float) -> str:
    return f"{number:.2f}"
