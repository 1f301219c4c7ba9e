"""Random histories of posts and promises, and what the tables hold after them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from core.events.models import DomainEvent
from insights.figures.deltas import FIELDS
from insights.models import Aggregate, DayBucket, DayParticipant, DayWait
from tests.insights.events import BESIDE, FAR, P6, PEOPLE, event, utc_today

DAYS_BACK = 35
CELLS = (P6, BESIDE, FAR, "9q8yyk")
CATEGORIES = ("vegetables", "bread-bakery")


def moment(days_ago: int, hour: int = 12) -> datetime:
    return datetime.combine(utc_today() - timedelta(days=days_ago), time(hour), tzinfo=UTC)


@st.composite
def stories(draw: st.DrawFn) -> list[DomainEvent]:
    """What can happen to one listing and a promise on it, each change with its own event."""
    opened = draw(st.integers(0, DAYS_BACK))
    later = draw(st.integers(0, opened))
    giver, taker = draw(st.sampled_from(PEOPLE[:8])), draw(st.sampled_from(PEOPLE[:8]))
    grams = draw(st.integers(1, 9000))
    common: dict[str, Any] = {
        "cell": draw(st.sampled_from(CELLS)),
        "category": draw(st.sampled_from(CATEGORIES)),
        "opened_on": moment(opened).date().isoformat(),
    }
    told = [event("listing.created", on=moment(opened), by=giver, grams=grams, **common)]
    ending = draw(st.sampled_from(["open", "corrected", "withdrawn", "expired", "moved", "agreed"]))
    if ending == "corrected":
        told.append(event("listing.updated", on=moment(later), by=giver, offered_delta=7, **common))
    elif ending == "withdrawn":
        told.append(
            event("listing.withdrawn", on=moment(later), by=giver, offered_delta=-grams, **common)
        )
    elif ending == "expired":
        lost_on = moment(later).date().isoformat()
        told.append(
            event(
                "listing.expired", on=moment(later), by=giver, lost=grams, lost_on=lost_on, **common
            )
        )
        if draw(st.booleans()):
            told.append(
                event(
                    "listing.updated",
                    on=moment(0),
                    by=giver,
                    lost_delta=-grams,
                    lost_on=lost_on,
                    **common,
                )
            )
    elif ending == "moved":
        old = told[0].cells
        common["cell"] = draw(st.sampled_from(CELLS))
        told.append(
            event(
                "listing.updated",
                on=moment(later),
                by=giver,
                moved_from=old,
                moved_grams=grams,
                **common,
            )
        )
    elif ending == "agreed":
        told += _promise(draw, later, [giver, taker], grams, common)
    return told


def _promise(
    draw: st.DrawFn, agreed: int, parties: list[Any], grams: int, common: dict[str, Any]
) -> list[DomainEvent]:
    agreed_on = moment(agreed).date().isoformat()
    told = [
        event(
            "commitment.updated",
            on=moment(agreed),
            by=parties,
            state="accepted",
            committed_delta=grams,
            committed_on=agreed_on,
            minutes_to_commitment=draw(st.integers(0, 5000)),
            **common,
        )
    ]
    ended = draw(st.integers(0, agreed))
    if draw(st.booleans()):
        told.append(
            event(
                "commitment.updated",
                on=moment(ended),
                by=parties,
                state="fulfilled",
                committed_delta=grams // 2 - grams,
                committed_on=agreed_on,
                handed_over_delta=grams // 2,
                handed_over_on=moment(ended).date().isoformat(),
                **common,
            )
        )
    else:
        told.append(
            event(
                "commitment.updated",
                on=moment(ended),
                by=parties,
                state="cancelled",
                committed_delta=-grams,
                committed_on=agreed_on,
                **common,
            )
        )
    return told


def histories(max_stories: int = 12) -> st.SearchStrategy[list[DomainEvent]]:
    return st.lists(stories(), min_size=1, max_size=max_stories).map(
        lambda told: [each for story in told for each in story]
    )


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the figures, without ids and times of computing."""
    day = ("cell", "category", "day")
    window = (
        "cell",
        "category",
        "window_days",
        "as_of",
        *FIELDS,
        "participants",
        "added_participants",
        "median_minutes",
        "shown",
    )
    return {
        "buckets": sorted(DayBucket.objects.values_list(*day, *FIELDS)),
        "people": sorted(DayParticipant.objects.values_list(*day, "pseudonym", "facts")),
        "waits": sorted(DayWait.objects.values_list(*day, "bin", "count")),
        "windows": sorted(Aggregate.objects.values_list(*window)),
    }
