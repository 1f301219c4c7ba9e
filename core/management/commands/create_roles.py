from typing import Any

from django.core.management.base import BaseCommand

from core import roles


class Command(BaseCommand):
    help = "Make the database roles and give them their rights. Harmless twice."

    def handle(self, *args: Any, **options: Any) -> None:
        made = roles.create_roles()
        roles.grant()
        self.stdout.write(f"roles made: {', '.join(made) or 'none'}; rights given")
