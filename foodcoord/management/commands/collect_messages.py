from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from foodcoord.management.commands.check_translations import LANGUAGES, collect


class Command(BaseCommand):
    help = "Collect every translatable string and compile the translations. Needs gettext."

    def handle(self, *args: Any, **options: Any) -> None:
        collect()
        call_command("compilemessages", locale=LANGUAGES, ignore_patterns=[".venv"], verbosity=0)
