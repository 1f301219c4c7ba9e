"""The organization that stands for a food bank in a source."""

from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.enums import OrganizationKind
from accounts.models import Organization, User
from accounts.permissions import can_act_for
from core.geo.cells import Point
from partners.identity import organization_id


def known_organization(slug: str) -> Organization | None:
    """The one made by an earlier import."""
    rows = Organization.objects.select_related("exact_place")
    known: Organization | None = rows.filter(pk=organization_id(slug)).first()
    return known


def new_organization(*, by: User, slug: str, name: str, place: Point) -> Organization:
    """A pantry with a public place. What its people write on its page later stays.

    Args:
        by: the import's account, its first owner.
        slug: of the food bank, in the source.
        name: as it calls itself; others may be called the same.
        place: where its door is.

    Raises:
        Refused: as `create_organization`.
    """
    organization, _new = accounts.create_organization(
        by=by,
        organization_id=organization_id(slug),
        name=name,
        kind=OrganizationKind.PANTRY,
        place=place,
        place_is_public=True,
        description=_(
            "Entered from the list of needs that this food bank publishes. Nobody of it answers "
            "here yet: bring what it needs to its door while it is open."
        ),
    )
    return organization


def may_speak_for(by: User, organization: Organization) -> bool:
    """Whether its people still let the import act for it, and no moderator has hidden it."""
    return organization.hidden_at is None and can_act_for(by, organization)
