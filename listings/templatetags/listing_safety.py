from dataclasses import dataclass
from typing import Any

from django import template

from catalog.hygiene import hygiene_notes
from listings.models import Listing
from listings.safety import warnings_for
from posts.permissions import can_act_on

register = template.Library()


@dataclass(frozen=True)
class Safety:
    """Sentences: what speaks against a food for the reader, and what to mind with it."""

    cautions: list[str]
    notes: list[str]


@register.simple_tag(takes_context=True)
def safety_of(context: dict[str, Any], listing: Listing | None) -> Safety:
    """What whoever reads should know before they take of it; what one offers oneself is known.

    Args:
        context: of the page, with its request.
        listing: None says nothing.
    """
    if listing is None:
        return Safety([], [])
    reader = context["request"].user
    own = can_act_on(reader, listing)
    cautions = [] if own else [warning.text for warning in warnings_for(reader, listing)]
    return Safety(cautions, hygiene_notes(listing.category.slug))
