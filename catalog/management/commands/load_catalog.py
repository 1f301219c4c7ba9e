from typing import Any

from django.core.management.base import BaseCommand

from catalog.services import load_catalog


class Command(BaseCommand):
    help = "Bring the catalog up to its data files, as `migrate` does. Harmless twice."

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_catalog()
        self.stdout.write(
            f"added {report.added} · updated {report.updated} · unchanged {report.unchanged}"
        )
