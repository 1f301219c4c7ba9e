import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from partners.errors import UnusableFile
from partners.running import run

KILOGRAMS = Decimal(10)
DAYS = 14
MOST_KILOGRAMS, MOST_DAYS = 10_000, 365
SAID_EVERY = 100


class Command(BaseCommand):
    help = (
        "Let food banks ask for and offer here what the lists say that they publish elsewhere. "
        "Harmless twice; a run that was killed is finished by running it again. See docs/needs.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="JSON: an array of need lists")
        parser.add_argument(
            "--places", type=Path, required=True, help="CSV with the columns slug and lat_lng"
        )
        parser.add_argument(
            "--kilograms",
            type=_kilograms,
            default=KILOGRAMS,
            help=f"what each need is taken to be, as lists name no amounts ({KILOGRAMS})",
        )
        parser.add_argument(
            "--days",
            type=_days,
            default=DAYS,
            help=f"for how many days after it was found a list is believed ({DAYS})",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, and report the same"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = run(
                options["file"],
                options["places"],
                kilograms=options["kilograms"],
                horizon=timedelta(days=options["days"]),
                dry_run=options["dry_run"],
                progress=self._say,
            )
        except (UnusableFile, Refused) as error:
            raise CommandError(str(error)) from error
        for line in report.text():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("dry run: nothing was written")

    def _say(self, done: int, of: int) -> None:
        if done % SAID_EVERY == 0:
            self.stderr.write(f"  {done} of {of} food banks")
            sys.stderr.flush()


def _kilograms(text: str) -> Decimal:
    try:
        kilograms = Decimal(text)
    except InvalidOperation:
        raise ArgumentTypeError("give a number of kilograms") from None
    if not (kilograms.is_finite() and 0 < kilograms <= MOST_KILOGRAMS):
        raise ArgumentTypeError(f"give kilograms above 0, at most {MOST_KILOGRAMS}")
    return kilograms


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= MOST_DAYS):
        raise ArgumentTypeError(f"give a whole number of days from 1 to {MOST_DAYS}")
    return int(text)
