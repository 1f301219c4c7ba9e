import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.events import registry
from core.events.drain import drain


class Command(BaseCommand):
    help = "Absorb what is due without the task queue: by hand, from cron, or beside the cluster."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--consumer", action="append", help="only this one; may be repeated")
        parser.add_argument(
            "--every", type=float, default=0, help="go on, looking again after so many seconds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["consumer"] or registry.names()
        while True:
            for name in names:
                absorbed = drain(name)
                if absorbed or not options["every"]:
                    self.stdout.write(f"{name}: {absorbed}")
            if not options["every"]:
                return
            time.sleep(options["every"])
