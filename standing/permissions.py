from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import can_act_for
from standing.models import Standing

CHANGE = "standing.change_standing"


def can_act_on(user: User | AnonymousUser, standing: Standing) -> bool:
    """Whoever it speaks for, themselves or for an organization."""
    if standing.organization is not None:
        return can_act_for(user, standing.organization)
    return user.is_authenticated and standing.owner_id == user.pk


def can_moderate(user: User | AnonymousUser) -> bool:
    """End what others repeat: staff with the right to change it."""
    return isinstance(user, User) and user.is_staff and user.has_perm(CHANGE)
