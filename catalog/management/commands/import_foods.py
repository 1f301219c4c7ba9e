from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.plant_lists import read_plants
from catalog.services import import_plants


class Command(BaseCommand):
    help = (
        "Add plants from a CSV file of two columns, scientific name and common names (separated "
        "by commas), behind our own foods. Rows that cannot be taken are reported by line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        self.rejected = 0
        try:
            with options["file"].open("rb") as file:
                report = import_plants(
                    read_plants(file, reject=self.reject, leave_out=self.leave_out),
                    progress=self.progress,
                )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        self.stdout.write(
            f"added {len(report.added)} · updated {len(report.updated)}"
            f" · unchanged {len(report.unchanged)} · rejected {self.rejected}"
        )

    def reject(self, line: int, reason: str) -> None:
        self.rejected += 1
        self.stdout.write(f"line {line}: {reason}")

    def leave_out(self, line: int, name: str) -> None:
        self.stdout.write(f"line {line}: left out the name “{name}”, the rest is taken")

    def progress(self, rows: int) -> None:
        self.stderr.write(f"{rows:,} rows read")
