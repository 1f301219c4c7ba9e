from typing import Any
from uuid import UUID

from accounts.models import User
from matching.models import SavedSearch
from posts.models import Post


def own_post(model: type[Post], post_id: UUID, user: User) -> Any:
    """The post if it speaks for the person: what could answer it is nobody else's to know."""
    return model.rows().of(user).with_party().filter(pk=post_id).first()


def own_search(search_id: UUID, user: User) -> SavedSearch | None:
    """The search if it is the person's: to all others there is none."""
    found = SavedSearch.objects.of(user).select_related("category", "food", "organization")
    return found.filter(pk=search_id).first()
