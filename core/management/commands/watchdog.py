import time
from argparse import ArgumentParser
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection

from core.events import health

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = (
        "Watch the oldest due delivery and exit 1 when it has waited too long, "
        "so that whoever started this restarts the workers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=5, help="seconds between looks")
        parser.add_argument("--grace", type=float, default=60, help="seconds before the first look")
        parser.add_argument("--once", action="store_true", help="look once, at once")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["once"]:
            time.sleep(options["grace"])
        while True:
            if _stale():
                self.stderr.write(f"due for more than {settings.DELIVERY_STALE_SECONDS} s")
                raise SystemExit(1)
            if options["once"]:
                return
            time.sleep(options["every"])


def _stale() -> bool:
    try:
        return health.stale()
    except (OperationalError, InterfaceError):  # restarting workers brings no database back
        log.warning("database_unavailable")
        connection.close()
        return False
