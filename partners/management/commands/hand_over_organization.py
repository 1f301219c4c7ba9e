from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organization
from core.errors import Invalid, Refused
from partners.services import hand_over


class Command(BaseCommand):
    help = (
        "Give an organization that `import_needs` made to its own people: makes a person with an "
        "account its owner. Make sure first that they are of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="of the organization here, as in its address")
        parser.add_argument("email", help="of the person's account")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(slug=options["slug"]).first()
        if organization is None:
            raise CommandError(f"no organization is called {options['slug']}")
        try:
            membership = hand_over(organization=organization, email=options["email"])
        except Invalid as error:
            said = [str(text) for texts in error.details.values() for text in texts]
            raise CommandError(" ".join(said)) from error
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{membership.user} is an owner of {organization} now")
