from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import can_act_for
from posts.models import Post

Reason = Callable[[User, Post], bool]

_reasons_to_see: list[Reason] = []
_reasons_to_see_place: list[Reason] = []


def let_see(reason: Reason) -> None:
    """Let a higher floor say who else may see a post that has ended.

    Args:
        reason: told a person and a post that is not hidden; whether they may.
    """
    if reason not in _reasons_to_see:
        _reasons_to_see.append(reason)


def let_see_place(reason: Reason) -> None:
    """Let a higher floor, which knows of promises, say who else may see a post's exact place.

    Args:
        reason: told a person and a post; whether they may.
    """
    if reason not in _reasons_to_see_place:
        _reasons_to_see_place.append(reason)


def can_act_on(user: User | AnonymousUser, post: Post) -> bool:
    """Edit, extend, withdraw, promise: whoever it speaks for, themselves or for an organization."""
    if post.organization is not None:
        return can_act_for(user, post.organization)
    return user.is_authenticated and post.owner_id == user.pk


def can_moderate(user: User | AnonymousUser, post: Post) -> bool:
    """Extend or withdraw what others posted: staff with the right to change such posts."""
    right = f"{post._meta.app_label}.change_{post._meta.model_name}"
    return isinstance(user, User) and user.is_staff and user.has_perm(right)


def can_see_ended(user: User | AnonymousUser, post: Post) -> bool:
    """Whoever a higher floor vouches for (a side of a promise that stands), unless it is hidden."""
    if not isinstance(user, User) or post.is_hidden:
        return False
    return any(reason(user, post) for reason in _reasons_to_see)


def can_see_exact_place(user: User | AnonymousUser, post: Post) -> bool:
    """Its own side, and whoever a higher floor vouches for (the other side of a promise)."""
    if can_act_on(user, post):
        return True
    return isinstance(user, User) and any(reason(user, post) for reason in _reasons_to_see_place)
