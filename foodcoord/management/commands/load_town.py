import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand

from core.geo.cells import Point
from foodcoord.town import demo, pictures
from foodcoord.town.geography import OXFORD, moved
from foodcoord.town.loading import absorb, load, remember


class Command(BaseCommand):
    help = (
        "Load a made-up town: people, organizations, and weeks of history told by the services. "
        "With --demo the demo's own town with its accounts, once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="the demo's town; once")
        parser.add_argument("--people", type=_count, default=demo.PEOPLE)
        parser.add_argument("--days", type=_count, default=demo.DAYS, help="today included")
        parser.add_argument("--near", type=_point, help="LAT,LON of its middle (Oxford)")
        parser.add_argument("--seed", type=int, default=demo.SEED, help="of all chance")

    def handle(self, *args: Any, **options: Any) -> None:
        begin = time.monotonic()
        if options["demo"]:
            fresh = demo.load_demo(self._say)
            pictures.take(self._say)
        else:
            town = moved(OXFORD, options["near"]) if options["near"] else OXFORD
            self._load(town, options)
            fresh = True
        seconds = time.monotonic() - begin
        self._say(f"done ({seconds:.1f} s)" if fresh else "the demo town is there already")

    def _load(self, town: Any, options: dict[str, Any]) -> None:
        load(
            town,
            people=options["people"],
            days=options["days"],
            seed=options["seed"],
            say=self._say,
        )
        absorb(self._say)
        remember(self._say)

    def _say(self, line: str) -> None:
        self.stderr.write(f"  {line}", ending="\n")
        self.stderr.flush()


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("give a whole number from 1")
    return int(text)


def _point(text: str) -> Point:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise ArgumentTypeError("give LAT,LON in degrees, as in 51.75,-1.26") from None
    if not (-85 <= lat <= 85 and -180 <= lon <= 180):
        raise ArgumentTypeError("give LAT from -85 to 85 and LON from -180 to 180")
    return Point(lat, lon)
