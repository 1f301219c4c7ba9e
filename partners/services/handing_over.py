"""Giving an imported organization to its own people."""

from django.db import transaction

from accounts import services as accounts
from accounts.enums import Role
from accounts.models import Membership, Organization
from core.errors import Refused
from partners.imports.enums import ImportKind
from partners.models import ExternalId
from partners.services.account import import_account


@transaction.atomic
def hand_over(*, organization: Organization, email: str) -> Membership:
    """Make a person an owner. The import stays one until they remove it, so its lists go on.

    Args:
        organization: one that an import made.
        email: of a person with an account, who proved to be of the food bank.

    Raises:
        NotAllowed: the import does not own it.
        Invalid: nobody has this address, or they belong to it already.
    """
    if not _was_imported(organization):
        raise Refused("no import made this organization")
    return accounts.add_member(
        organization=organization, by=import_account(), email=email, role=Role.OWNER
    )


def _was_imported(organization: Organization) -> bool:
    """From a need list, or from a file of organizations."""
    files = ExternalId.objects.filter(kind=ImportKind.ORGANIZATIONS, subject_id=organization.pk)
    return organization.need_lists.exists() or files.exists()
