"""One post, for who may know of it."""

from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from posts.models import Post
from posts.permissions import can_see_ended
from posts.querysets import PostQuerySet

P = TypeVar("P", bound=Post)


def found(model: type[P], user: User | AnonymousUser, post_id: UUID) -> P:
    """The post that a person names and may know of; read `with_party`.

    Raises:
        Http404: there is none.
    """
    rows: PostQuerySet[Any] = model.rows().with_party()
    post: P | None = rows.visible_to(user).filter(pk=post_id).first()
    if post is None:
        ended: P | None = rows.filter(pk=post_id).first() if user.is_authenticated else None
        if ended is None or not can_see_ended(user, ended):
            raise Http404
        post = ended
    return post
