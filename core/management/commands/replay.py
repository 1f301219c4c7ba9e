from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from core.events import bell
from core.events.redelivery import replay


class Command(BaseCommand):
    help = "Make a consumer's deliveries due again. Absorbing them twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--consumer", required=True)
        parser.add_argument("--since", type=_utc, help="ISO 8601; only events from then on")
        parser.add_argument(
            "--resend", action="store_true", help="also a consumer that calls the world"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            due = replay(options["consumer"], since=options["since"], resend=options["resend"])
        except (LookupError, ValueError) as error:
            raise CommandError(str(error)) from error
        bell.ring([options["consumer"]])
        self.stdout.write(f"due again: {due}")


def _utc(text: str) -> datetime:
    try:
        moment = parse_datetime(text) or datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no ISO 8601 time") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
