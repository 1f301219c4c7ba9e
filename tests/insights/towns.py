"""A town's random weeks, busy enough for most of its figures to be shown."""

import random
from datetime import timedelta
from typing import Any

from core.events.models import DomainEvent
from tests.insights.events import BESIDE, FAR, P6, PEOPLE, event
from tests.insights.histories import moment

CELLS = (P6, BESIDE, FAR)
CATEGORIES = ("vegetables", "bread-bakery", "eggs-dairy")
DAYS_BACK = 38


def a_town(seed: int, posts: int = 260) -> list[DomainEvent]:
    """Offers and requests, most of which end in some way; the same for the same seed."""
    chance = random.Random(seed)
    told: list[DomainEvent] = []
    for _number in range(posts):
        told += _post(chance)
    return told


def _post(chance: random.Random) -> list[DomainEvent]:
    opened = chance.randint(0, DAYS_BACK)
    later = chance.randint(0, opened)
    giver, taker = chance.sample(PEOPLE[:40], 2)
    grams = chance.randint(1, 9_000)
    subject = chance.choice(["listing", "listing", "request"])
    common: dict[str, Any] = {
        "cell": chance.choice(CELLS),
        "category": chance.choice(CATEGORIES),
        "opened_on": moment(opened).date().isoformat(),
    }
    told = [event(f"{subject}.created", on=moment(opened), by=giver, grams=grams, **common)]
    endings = {"listing": ("open", "corrected", "lost", "moved", "agreed", "agreed")}
    ending = chance.choice(endings.get(subject, ("open", "corrected", "agreed")))
    by: dict[str, Any] = {"on": moment(later), "by": giver}
    if ending == "corrected":
        name = "offered_delta" if subject == "listing" else "requested_delta"
        change: dict[str, Any] = {name: -(grams // 3)}
        told.append(event(f"{subject}.updated", **by, **change, **common))
    elif ending == "lost":
        on = moment(later).date().isoformat()
        told.append(event("listing.expired", **by, lost=grams, lost_on=on, **common))
    elif ending == "moved":
        old, common["cell"] = told[0].cells, chance.choice(CELLS)
        told.append(event("listing.updated", **by, moved_from=old, moved_grams=grams, **common))
    elif ending == "agreed":
        told += _promise(chance, later, [giver, taker], grams, common)
    return told


def _promise(
    chance: random.Random, agreed: int, sides: list[Any], grams: int, common: dict[str, Any]
) -> list[DomainEvent]:
    day = (moment(0) - timedelta(days=agreed)).date().isoformat()
    ended = chance.randint(0, agreed)
    delta: dict[str, Any] = {"committed_delta": grams, "committed_on": day}
    told = [
        event(
            "commitment.updated",
            on=moment(agreed),
            by=sides,
            state="accepted",
            minutes_to_commitment=chance.randint(0, 4_000),
            **delta,
            **common,
        )
    ]
    if chance.random() < 0.2:
        back = {**delta, "committed_delta": -grams}
        told.append(
            event("commitment.updated", on=moment(ended), by=sides, state="cancelled",
                  **back, **common)
        )  # fmt: skip
    else:
        told.append(
            event(
                "commitment.updated",
                on=moment(ended),
                by=sides,
                state="fulfilled",
                handed_over_delta=grams,
                handed_over_on=moment(ended).date().isoformat(),
                **common,
            )
        )
    return told
