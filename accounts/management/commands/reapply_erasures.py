"""`manage.py reapply_erasures`: after a restore, erase again those whom the backup brought back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.models import Erasure
from accounts.services.erasing import reapply


class Command(BaseCommand):
    help = "Erase again whoever left after the backup was made; --list writes the log to keep."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="file", type=Path, help="a log that --list has written")
        parser.add_argument("--list", action="store_true", help="write the log of this database")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for erasure in Erasure.objects.order_by("erased_at", "pk").iterator():
                self.stdout.write(f"{erasure.pseudonym_hash} {erasure.erased_at.isoformat()}")
            return
        known = set(Erasure.objects.values_list("pseudonym_hash", flat=True))
        if options["file"]:
            lines = options["file"].read_text(encoding="ascii").splitlines()
            known |= {line.split()[0] for line in lines if line.strip()}
        self.stdout.write(f"{reapply(known)} erased again")
