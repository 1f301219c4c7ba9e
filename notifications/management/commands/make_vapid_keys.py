from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from notifications.vapid_keys import generate_vapid_key, keep_vapid_key


class Command(BaseCommand):
    help = "Make the key for web push: printed, or kept in a file for VAPID_PRIVATE_KEY_FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="keep it here, unless there is one already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            self.stdout.write(f"VAPID_PRIVATE_KEY_FILE={keep_vapid_key(options['file'])}")
            return
        self.stdout.write(generate_vapid_key().strip())
