"""What webhooks cost each event: planning who is told, beside the same with no webhook at all.

python -m bench webhooks [--events 2000] [--rounds 5] [--json FILE]

`everywhere` is the worst case: every webhook is told of every event. `nearby` has each webhook ask
for one quarter of a town, as organizations do.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from bench.database import database
from bench.seed import SEED, World, fill

NUMBERS = (0, 10, 100)
DUE = """
INSERT INTO core_delivery (event_id, consumer)
SELECT id, 'webhooks' FROM core_domainevent WHERE type = 'listing.created'
"""


@dataclass(frozen=True)
class Report:
    """One way of asking, at one number of webhooks; `ratio` is to no webhooks in the same round."""

    asked: str
    webhooks: int
    planned_an_event: float
    microseconds_an_event: float
    ratio: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    with database():
        reports = _measure(asked.events, asked.rounds)
    print("asked        webhooks  planned/event  µs/event  ratio")
    for each in reports:
        print(
            f"{each.asked:<12} {each.webhooks:>8} {each.planned_an_event:>14.2f}"
            f" {each.microseconds_an_event:>9.0f} {each.ratio:>6.2f}"
        )
    if asked.json:
        asked.json.write_text(json.dumps([asdict(each) for each in reports], indent=2) + "\n")
    return 0


def _measure(events: int, rounds: int) -> list[Report]:
    world = World(listings=events)
    fill(world)
    cells = _quarters()
    times: dict[tuple[str, int], list[float]] = {}
    planned: dict[tuple[str, int], float] = {}
    for turn in range(rounds + 1):
        for asked in ("everywhere", "nearby"):
            for number in NUMBERS:
                _subscribe(world.organizations, number, cells if asked == "nearby" else [""])
                seconds, count = _drain()
                if turn:  # the first round warms up
                    times.setdefault((asked, number), []).append(seconds / events)
                    planned[asked, number] = count / events
    return [
        Report(
            asked,
            number,
            planned[asked, number],
            1e6 * statistics.median(taken),
            statistics.median(
                mine / none for mine, none in zip(taken, times[asked, 0], strict=True)
            ),
        )
        for (asked, number), taken in times.items()
    ]


def _quarters() -> list[str]:
    """The cells of 5 signs in which something is, in an order of their own."""
    from listings.models import Listing

    cells = sorted({geohash[:5] for geohash in Listing.objects.values_list("geohash", flat=True)})
    Random(SEED).shuffle(cells)
    return cells


def _subscribe(organizations: list[UUID], number: int, cells: list[str]) -> None:
    from uuid6 import uuid7

    from core import clock
    from partners.models import Webhook
    from partners.webhooks.enums import EventType

    Webhook.objects.all().delete()
    before = clock.now() - timedelta(days=60)
    Webhook.objects.bulk_create(
        Webhook(
            id=uuid7(),
            fingerprint="",
            organization_id=organizations[each % len(organizations)],
            url=f"https://192.0.9.1/{each}",
            event_types=EventType.values,
            cell=cells[each % len(cells)],
            secret="",
            secret_made_at=before,
            created_at=before,
            updated_at=before,
        )
        for each in range(number)
    )


def _drain() -> tuple[float, int]:
    """Seconds that planning takes, and how many deliveries came of it."""
    from django.db import connection

    from core.events.drain import drain
    from partners.models import WebhookDelivery

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_delivery WHERE consumer = 'webhooks'")
        cursor.execute(DUE)
        cursor.execute("ANALYZE core_delivery")
    started = time.perf_counter()
    drain("webhooks")
    return time.perf_counter() - started, WebhookDelivery.objects.count()
