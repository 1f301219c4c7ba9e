import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection

from core.events import registry
from core.events.drain import drain
from core.time_limits import limit_statements

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Absorb what is due without the task queue: by hand, from cron, or beside the cluster."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--consumer", action="append", help="only this one; may be repeated")
        parser.add_argument(
            "--every", type=float, default=0, help="go on, looking again after so many seconds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["consumer"] or registry.names()
        if unknown := sorted(set(names) - set(registry.names())):
            raise CommandError(f"no consumer is named {', '.join(unknown)}")
        if not options["every"]:
            self._drain(names, tell_nothing=True)
            return
        while True:
            try:
                self._drain(names)
            except (OperationalError, InterfaceError):  # away; a new connection finds it again
                log.warning("database_unavailable")
                connection.close()
            time.sleep(options["every"])

    def _drain(self, names: Sequence[str], *, tell_nothing: bool = False) -> None:
        limit_statements()
        for name in names:
            absorbed = drain(name)
            if absorbed or tell_nothing:
                self.stdout.write(f"{name}: {absorbed}")
