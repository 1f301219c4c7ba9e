"""How long a file takes and how much memory: a real run, chunk by chunk, with everything it writes.

python -m bench imports [--lines 100000] [--seconds 0]

The file is sent in and run as a worker does; afterwards the same file is sent again, of which every
line is known.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.database import database

FOODS = ("rice", "tomatoes", "eggs", "apples", "bread", "onions", "milk", "carrots")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Returns:
        1 when a line was lost or came twice, else 0.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=0, help="stop each run after these")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, database():
        return _measure(asked.lines, asked.seconds, Path(folder))


def _measure(lines: int, seconds: float, folder: Path) -> int:
    from django.conf import settings

    settings.MEDIA_ROOT, settings.NEWCOMER_DAYS = folder, 0
    file = folder / "stock.csv"
    file.write_text("".join(_stock(lines)), encoding="utf-8")
    print(f"{lines} lines, {file.stat().st_size / 1e6:.1f} MB")
    by, organization = _people()
    for name in ("first time", "again"):
        run = _sent(file, by, organization)
        done = _run(run, seconds)
        print(f"{name}: {done.counts()}, {done.position} of {done.total} lines")
        if sum(done.counts().values()) != done.position or (not seconds and done.refused):
            return 1
    return 0


def _run(run: Any, seconds: float) -> Any:
    """The run gone through in slices, as tasks do; the memory after each of some."""
    from partners.imports import running

    start = time.perf_counter()
    while run.is_live and (not seconds or time.perf_counter() - start < seconds):
        running.run(run.pk)
        run.refresh_from_db()
        spent = time.perf_counter() - start
        resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(
            f"  {run.position:>7} lines in {spent:6.0f} s, {run.position / spent:5.0f} a second, "
            f"at most {resident:.0f} MB resident",
            flush=True,
        )
    return run


def _sent(file: Path, by: Any, organization: Any) -> Any:
    from partners.imports import services

    with file.open("rb") as stream:
        start = time.perf_counter()
        run, _new = services.start(
            by=by,
            import_id=uuid4(),
            organization=organization,
            kind="listings",
            dry_run=False,
            file=stream,
            file_name=file.name,
        )
    print(f"sent in and looked through in {time.perf_counter() - start:.1f} s")
    return run


def _stock(lines: int) -> Iterator[str]:
    from core import clock

    until = (clock.today() + timedelta(days=9)).isoformat()
    yield "id,food,quantity,unit,until,note\n"
    for number in range(lines):
        food, quantity = FOODS[number % len(FOODS)], number % 9 + 1
        yield f"S-{number},{food},{quantity},kg,{until},shelf {number % 40}\n"


def _people() -> tuple[Any, Any]:
    from accounts import services
    from core.geo.cells import Point

    by = services.create_person(email="bench@example.org", password=None, display_name="Bench")
    organization, _new = services.create_organization(
        by=by, organization_id=uuid4(), name="Bench", kind="pantry", place=Point(45.76, 4.83)
    )
    return by, organization
