from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from listings.models import Listing
from posts.permissions import can_act_on


def can_edit(user: User | AnonymousUser, listing: Listing) -> bool:
    """Edit, extend or withdraw: whoever the listing speaks for."""
    return can_act_on(user, listing)


def can_see_exact_place(user: User | AnonymousUser, listing: Listing) -> bool:
    """Its own side; the other side of a commitment sees the place there, not here."""
    return can_act_on(user, listing)
