"""What a proposal names, found only by who may know of it."""

from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from commitments.models import Commitment
from core.errors import Invalid
from posts.models import Post

P = TypeVar("P", bound=Post)


def post_named(
    model: type[P], post_id: UUID | None, *, by: User, commitment_id: UUID, field: str
) -> P | None:
    """The listing or request that a proposal is about.

    Args:
        model: `Listing` or `FoodRequest`.
        post_id: None where it names none.
        by: who proposes. They must see it, or have proposed on it under `commitment_id` before:
            a repeat is answered even when the post has ended since.
        commitment_id: the client's own id.
        field: what to complain about.

    Raises:
        Invalid: on `field`, when there is none for them to see.
    """
    if post_id is None:
        return None
    known = model.rows().with_party().filter(pk=post_id)
    found: P | None = known.visible_to(by).first()
    if found is None and _proposed_before(by, commitment_id, field, post_id):
        found = known.first()
    if found is None:
        raise Invalid(**{field: _("There is nothing open under this id.")})
    return found


def organization_named(organization_id: UUID | None) -> Organization | None:
    """The organization that a proposal is made for; whether it may be is for the service to say.

    Raises:
        Invalid: on `organization`.
    """
    if organization_id is None:
        return None
    organization: Organization | None = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise Invalid(organization=_("There is no organization under this id."))
    return organization


def _proposed_before(by: User, commitment_id: UUID, field: str, post_id: UUID) -> bool:
    proposed = Commitment.objects.visible_to(by).filter(pk=commitment_id, **{field: post_id})
    return proposed.exists()
