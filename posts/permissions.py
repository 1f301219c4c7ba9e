from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import can_act_for
from posts.models import Post


def can_act_on(user: User | AnonymousUser, post: Post) -> bool:
    """Whether the post speaks for this person: their own, or of an organization they act for."""
    if post.organization is not None:
        return can_act_for(user, post.organization)
    return user.is_authenticated and post.owner_id == user.pk
