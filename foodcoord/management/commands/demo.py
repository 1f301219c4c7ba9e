from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foodcoord.demo.errors import DemoError
from foodcoord.demo.folder import DemoFolder
from foodcoord.demo.interruption import Interruption
from foodcoord.demo.site import Site
from foodcoord.stand_in.habits import Habit


class Command(BaseCommand):
    help = "Run the whole site on this machine, with a Postgres of its own, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=_port, default=8000, help="of http://localhost")
        parser.add_argument(
            "--data-dir",
            type=Path,
            default=settings.BASE_DIR / "var",
            help="where all data are kept",
        )
        parser.add_argument("--no-load", action="store_true", help="start without the demo town")
        parser.add_argument(
            "--bedrock-stand-in",
            nargs="?",
            const=Habit.GOOD.value,
            default="",
            choices=[habit.value for habit in Habit],
            metavar="HABIT",
            help="explain by a stand-in for a language model: good (the default), or one of "
            f"{', '.join(habit for habit in Habit if habit is not Habit.GOOD)}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        interruption = Interruption()
        interruption.listen()
        site = Site(
            DemoFolder(options["data_dir"]),
            port=options["port"],
            load=not options["no_load"],
            habit=options["bedrock_stand_in"],
            say=self._say,
            interruption=interruption,
        )
        try:
            site.run()
        except DemoError as error:
            raise CommandError(str(error)) from error
        self._say("Stopped.")

    def _say(self, line: str) -> None:
        with suppress(OSError):  # nobody reads any more: no reason to end the site
            self.stdout.write(line)
            self.stdout.flush()


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65535:  # live updates take the next one
        raise ValueError
    return port
