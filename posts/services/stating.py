from typing import Any
from uuid import UUID

from core.events.log import record
from posts.models import Post

# Never written after the post is made; re-reading the first four would forget what is loaded.
FIXED = frozenset(
    {"owner", "organization", "food", "category", "id", "fingerprint", "created_at", "unit"}
)


def changeable(post: Post) -> list[str]:
    """The names of all columns that a verb may write."""
    return [field.name for field in post._meta.concrete_fields if field.name not in FIXED]


def lock(post: Post) -> None:
    """Hold the row until the transaction ends, and read everything that may have changed."""
    rows = type(post)._default_manager.select_for_update()
    post.refresh_from_db(fields=changeable(post), from_queryset=rows)


def state_fact(post: Post, happened: str, *, actor: UUID | None, **deltas: Any) -> None:
    """Record what happened to a post, in the words all its events share.

    Args:
        post: with the version the change gave it.
        happened: `created`, `updated`, `expired` …
        actor: pseudonym; None for the system.
        deltas: what this changes in the figures; `posts.models.Post.facts` says the rest.
    """
    record(
        f"{post.subject_type}.{happened}",
        subject=post,
        actor=actor,
        payload=post.facts(**deltas),
        cells=post.cell_ancestry,
    )
