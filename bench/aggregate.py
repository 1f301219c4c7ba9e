"""Figures from a long log: microseconds an event, seconds to rebuild, rows that differ.

python -m bench.aggregate [--events 200000] [--fresh 20000] [--json FILE]

The floor is one statement that adds the same batches to three bare tables, without people, waits,
windows, what may be seen, or signals: what any figures by cell and day cost at least.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bench.database import database
from bench.seed import SEED

HOURS = 2
"""Fresh events are of the last hours, as what workers absorb is."""
SIZES = (100, 250, 500)
FLOOR = """
INSERT INTO bench_floor AS f (cell, category, day, posts, grams)
SELECT cell, CASE WHEN length(cell) = 6 THEN '' ELSE payload->>'category' END,
    (payload->>'opened_on')::date, count(*), sum(coalesce((payload->>'grams')::bigint, 0))
FROM core_domainevent, unnest(cells) AS cell WHERE id = ANY(%s)
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (cell, category, day) DO UPDATE SET posts = f.posts + excluded.posts,
    grams = f.grams + excluded.grams
"""
MAKE_FLOOR = """
CREATE UNLOGGED TABLE bench_floor (cell text COLLATE "C", category text COLLATE "C", day date,
    posts bigint, grams bigint, PRIMARY KEY (cell, category, day))
"""
READ = """
SELECT * FROM insights_aggregate WHERE shown AND window_days = %s AND cell = ANY(%s)
    AND expires_at > now()
"""


@dataclass
class Report:
    events: int
    rebuild_seconds: float = 0
    rebuild_memory_mb: float = 0
    verify_seconds: float = 0
    different_rows: int = -1
    windows: int = 0
    days_us: float = 0
    floor_us: float = 0
    days_ratio: float = 0
    absorb_us: float = 0
    absorb_ratio: float = 0
    read_p50_ms: float = 0
    read_p95_ms: float = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Returns:
        1 when any row differs from a rebuild, else 0.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--fresh", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    with database():
        report = _measure(asked.events, asked.fresh)
    for name, value in asdict(report).items():
        print(f"{name:<20}{value:>16}")
    if asked.json:
        asked.json.write_text(json.dumps(asdict(report), indent=2) + "\n")
    return int(report.different_rows != 0)


def _measure(events: int, fresh: int) -> Report:
    from bench.events import Log
    from insights.figures.rebuild import rebuild, verify
    from insights.models import Aggregate

    log, report = Log(events), Report(events)
    log.write(events)
    _run("VACUUM ANALYZE core_domainevent")
    _say(f"{events} events written")
    report.rebuild_seconds, _ = _timed(lambda: rebuild(progress=_tell))
    report.rebuild_memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    report.windows = Aggregate.objects.count()
    _run("VACUUM ANALYZE")
    _absorb(log, fresh, report)
    _read(report)
    report.verify_seconds, compared = _timed(lambda: verify(progress=_tell))
    report.different_rows = sum(each.different for each in compared)
    return report


def _absorb(log: Any, fresh: int, report: Report) -> None:
    """The same batches for the product and for the floor, by turns; random cuts."""
    from bench.events import event_id

    _run(MAKE_FLOOR)
    random = Random(SEED)
    numbers = list(log.write(fresh, days=HOURS / 24))
    random.shuffle(numbers)
    days, followed, floors = [], [], []
    while numbers:
        size = random.choice(SIZES)
        batch, numbers = [event_id(number) for number in numbers[:size]], numbers[size:]
        added, in_all = _in_one(batch)
        days.append(added / len(batch) * 1e6)
        followed.append(in_all / len(batch) * 1e6)
        floors.append(_timed(partial(_run, FLOOR, [batch]))[0] / len(batch) * 1e6)
    pairs = list(zip(days, followed, floors, strict=True))
    report.days_us = round(statistics.median(days))
    report.absorb_us = round(statistics.median(followed))
    report.floor_us = round(statistics.median(floors))
    report.days_ratio = round(statistics.median(one / floor for one, _, floor in pairs), 1)
    report.absorb_ratio = round(statistics.median(all_ / floor for _, all_, floor in pairs), 1)


def _in_one(ids: list[Any]) -> tuple[float, float]:
    """One transaction as the consumer's; seconds for the days alone, and for all."""
    from django.db import transaction

    from core import clock
    from core.events import bell
    from insights.figures import history, tables
    from insights.figures.days import oldest_kept
    from insights.figures.follow_up import follow_up

    begin = time.perf_counter()
    with transaction.atomic(), bell.muted():
        tables.hold_lock()
        today = clock.today()
        touched = tables.add(history.given(ids), oldest=oldest_kept(today))
        added = time.perf_counter() - begin
        follow_up(touched.days, touched.people_changed, as_of=today)
    return added, time.perf_counter() - begin


def _read(report: Report) -> None:
    """One cell and its eight neighbours in one window, as the page reads them."""
    from core.geo.cells import neighbours
    from insights.models import Aggregate

    cells = list(
        Aggregate.objects.filter(shown=True, cell__regex="^.{5}$")
        .values_list("cell", flat=True)
        .distinct()[:200]
    )
    times = []
    for cell in cells:
        asked = [7, [cell, *neighbours(cell)]]
        times.append(_timed(partial(_run, READ, asked))[0] * 1000)
    if len(times) > 1:
        report.read_p50_ms = round(statistics.median(times), 2)
        report.read_p95_ms = round(statistics.quantiles(times, n=20)[-1], 2)


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    done = do()
    return round(time.perf_counter() - begin, 6), done


def _run(statement: str, values: Sequence[Any] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _tell(far: Any) -> None:
    if far.days % 10 == 0:
        _say(f"  day {far.days} of {far.of_days}: {far.events} events")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
