import time
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection

from core.time_limits import limit_statements
from partners.webhooks.sending import send_due

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Call the webhooks that are due without the task queue: by hand, or beside the cluster."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=float, default=0, help="go on, looking again after so many seconds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            try:
                limit_statements()
                self.stdout.write(f"taken: {send_due()}")
            except (OperationalError, InterfaceError):  # away; a new connection finds it again
                if not options["every"]:
                    raise
                log.warning("database_unavailable")
                connection.close()
            if not options["every"]:
                return
            time.sleep(options["every"])
