from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from posts.permissions import can_act_on
from requests_app.models import FoodRequest


def can_edit(user: User | AnonymousUser, food_request: FoodRequest) -> bool:
    """Edit, extend or withdraw: whoever the request speaks for."""
    return can_act_on(user, food_request)


def can_see_exact_place(user: User | AnonymousUser, food_request: FoodRequest) -> bool:
    """Its own side; the other side of a commitment sees the place there, not here."""
    return can_act_on(user, food_request)
