"""How long after a write its figures are there: real workers, a steady rate of writes.

python -m bench.fresh [--rate 200] [--seconds 30] [--history 100000] [--json FILE]

Each write records one event in a transaction of its own, as the services do, and rings. Its
figures are there when its delivery to them is done: days, windows, what may be seen and signals
commit with it.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from bench.database import database
from bench.seed import SEED

ROOT = Path(__file__).resolve().parent.parent
WRITERS = 4
DRAINED_WITHIN = 120
GOAL_P95_SECONDS = 15
LAGS = """
SELECT extract(epoch FROM d.done_at - e.occurred_at)::float
FROM core_delivery d JOIN core_domainevent e ON e.id = d.event_id
WHERE d.consumer = 'aggregates' AND e.correlation_id = 'bench' AND d.done_at IS NOT NULL
"""


@dataclass(frozen=True)
class Report:
    rate_asked: int
    rate_written: float
    written: int
    counted: int
    lag_p50_s: float
    lag_p95_s: float
    lag_max_s: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Returns:
        1 when an event was not counted, or later than the goal, else 0.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--history", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    with database():
        report = _measure(asked.rate, asked.seconds, asked.history)
    for name, value in asdict(report).items():
        print(f"{name:<16}{value:>12}")
    if asked.json:
        asked.json.write_text(json.dumps(asdict(report), indent=2) + "\n")
    late = report.lag_p95_s > GOAL_P95_SECONDS
    return int(late or report.counted != report.written)


def _measure(rate: int, seconds: int, history: int) -> Report:
    from bench.events import Log
    from insights.figures.rebuild import rebuild

    log = Log(history)
    log.write(history)
    rebuild(progress=lambda far: None)
    places = _places()
    cluster = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "foodcoord.settings"},
    )
    try:
        time.sleep(5)
        begin = time.monotonic()
        written = _write(places, rate, seconds)
        took = time.monotonic() - begin
        _wait_until_drained()
    finally:
        cluster.terminate()
        cluster.wait(timeout=60)
    lags = sorted(lag for (lag,) in _rows(LAGS))
    return Report(
        rate_asked=rate,
        rate_written=round(written / took, 1),
        written=written,
        counted=len(lags),
        lag_p50_s=round(statistics.median(lags), 2),
        lag_p95_s=round(statistics.quantiles(lags, n=20)[-1], 2),
        lag_max_s=round(lags[-1], 2),
    )


def _places() -> list[tuple[list[str], str]]:
    """Where and what: one town's cells, as a busy town would write, and its kinds of food."""
    cells = _rows("SELECT cells FROM bench_place ORDER BY n LIMIT 200")
    kinds = _rows("SELECT slug FROM bench_kind ORDER BY n")
    return [(cell, kind) for (cell,) in cells for (kind,) in kinds]


def _write(places: list[tuple[list[str], str]], rate: int, seconds: int) -> int:
    """Several writers, each at its share of the rate, by the clock."""
    counts = [0] * WRITERS

    def work(number: int) -> None:
        from django.db import connection

        random = Random(SEED + number)
        begin = time.monotonic()
        for step in range(rate * seconds // WRITERS):
            due = begin + step * WRITERS / rate
            time.sleep(max(0.0, due - time.monotonic()))
            _one(random, places)
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def _one(random: Random, places: list[tuple[list[str], str]]) -> None:
    from django.db import transaction

    from core import clock
    from core.correlation import correlated
    from core.events.log import append

    cells, category = random.choice(places)
    subject = random.choice(("listing", "request"))
    payload: dict[str, Any] = {
        "food": None,
        "category": category,
        "opened_on": clock.today().isoformat(),
        "participants": [str(UUID(int=random.randrange(2_000)))],
        "grams": random.randrange(500, 20_000),
    }
    with correlated("bench"), transaction.atomic():
        append(
            f"{subject}.created",
            subject_type=subject,
            subject_id=uuid4(),
            subject_version=1,
            actor=None,
            payload=payload,
            cells=cells,
        )


def _wait_until_drained() -> None:
    from core.events.models import Delivery

    deadline = time.monotonic() + DRAINED_WITHIN
    while time.monotonic() < deadline and Delivery.objects.of("aggregates").open().exists():
        time.sleep(0.2)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


if __name__ == "__main__":
    sys.exit(main())
