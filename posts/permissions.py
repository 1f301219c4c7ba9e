from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import can_act_for
from posts.models import Post
from posts.querysets import organizations_acted_for

Reason = Callable[[User, Post], bool]
ReasonForMany = Callable[[User, Sequence[Post]], set[UUID]]

_reasons_to_see: list[Reason] = []
_reasons_to_see_place: list[Reason] = []
_reasons_for_many: dict[Reason, ReasonForMany] = {}


def let_see(reason: Reason) -> None:
    """Let a higher floor say who else may see a post that has ended.

    Args:
        reason: told a person and a post that is not hidden; whether they may.
    """
    if reason not in _reasons_to_see:
        _reasons_to_see.append(reason)


def let_see_place(reason: Reason, *, many: ReasonForMany | None = None) -> None:
    """Let a higher floor, which knows of promises, say who else may see a post's exact place.

    Args:
        reason: told a person and a post; whether they may.
        many: the same for several posts of one kind, in one query: the ids of those they may.
    """
    if reason not in _reasons_to_see_place:
        _reasons_to_see_place.append(reason)
    if many is not None:
        _reasons_for_many[reason] = many


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


def places_seen(user: User | AnonymousUser, posts: Sequence[Post]) -> set[UUID]:
    """As `can_see_exact_place`, of many posts of one kind: the ids of those it says yes to. As
    many queries for a hundred as for one."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    acted_for = set(organizations_acted_for(user).values_list("pk", flat=True))
    own = {
        post.pk
        for post in posts
        if (
            post.organization_id in acted_for
            if post.organization_id is not None
            else post.owner_id == user.pk
        )
    }
    others = [post for post in posts if post.pk not in own]
    for reason in _reasons_to_see_place:
        if many := _reasons_for_many.get(reason):
            own |= many(user, others)
        else:
            own |= {post.pk for post in others if reason(user, post)}
    return own
