from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.events.drain import drain
from core.events.models import Delivery
from insights.figures.follow_up import roll_over
from insights.figures.history import CONSUMER
from insights.figures.rebuild import Progress, rebuild, verify

DRAIN_SECONDS = 60
BAR = 30  # signs wide


class Command(BaseCommand):
    help = (
        "Count all figures again from events. With --verify nothing is changed: every row is "
        "compared with a rebuild, the last line is “equal” (exit 0), or the differences are "
        "listed (exit 1)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--verify", action="store_true", help="compare only")
        parser.add_argument(
            "--history",
            action="store_true",
            help="also the past weeks whose days are no longer kept (reads a year of events)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        absorbed = drain(CONSUMER, seconds=DRAIN_SECONDS)
        self.stderr.write(f"absorbed what was due: {absorbed} events")
        if dead := Delivery.objects.dead().of(CONSUMER).count():
            self.stderr.write(f"dead letters, which count nowhere: {dead} events")
        if options["verify"]:
            self._verify(options["history"])
            return
        rebuild(progress=self._progress, whole_history=options["history"])
        self.stdout.write("rebuilt")

    def _verify(self, whole_history: bool) -> None:
        roll_over()
        comparisons = verify(progress=self._progress, whole_history=whole_history)
        for comparison in comparisons:
            for line in comparison.listed:
                self.stdout.write(line)
        if different := sum(comparison.different for comparison in comparisons):
            self.stdout.write(f"differences: {different} rows")
            raise SystemExit(1)
        self.stdout.write("equal")

    def _progress(self, far: Progress) -> None:
        done = BAR * far.days // max(far.of_days, 1)
        bar = f"[{'#' * done}{'.' * (BAR - done)}]"
        self.stderr.write(f"{bar} day {far.days} of {far.of_days}: {far.events} events read")
