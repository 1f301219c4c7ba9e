"""How a new post comes to be, once however often it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from accounts.models import Organization, User
from accounts.newcomers import Room, require_room
from accounts.permissions import require_unsuspended
from catalog.models import Category, Food
from catalog.units import grams
from core import clock
from core.errors import Refused
from core.geo.cells import Point
from core.idempotency import create_once, fingerprint, repeated
from posts.models import Post
from posts.services.places import place_for
from posts.services.rules import check_fields, require_acting_for, require_positive
from posts.services.stating import state_fact

P = TypeVar("P", bound=Post)


@dataclass(frozen=True, kw_only=True)
class PostDraft:
    """What every post says: how much, where, and for whom it speaks."""

    quantity: Decimal
    unit: str
    food: Food | None
    place: Point | None = None
    organization: Organization | None = None

    def content(self) -> dict[str, Any]:
        """What was said, for telling a repeat from something else; times whatever their zone."""
        return {name: _plain(value) for name, value in vars(self).items()}


def publish(
    model: type[P], *, by: User, post_id: UUID, draft: PostDraft, drawn_up: Callable[[], P]
) -> tuple[P, bool]:
    """Make a post under the client's own id, and state it.

    The insert is the gate. What only checks comes before it, and a repeat that would be refused
    by now (its time is over, say) is still recognised.

    Args:
        model: of the post.
        by: who posts.
        post_id: the client's own id.
        draft: the content.
        drawn_up: makes the unsaved post, as `draw_up` does, or refuses.

    Returns:
        The post, and whether it is new: the same id with the same content makes one.

    Raises:
        Invalid: by field.
        NotAllowed: for an organization that `by` may not act for.
        IdempotencyMismatch: the id holds other content.
        Suspended: they may post nothing.
    """
    require_unsuspended(by)
    content = fingerprint(model.subject_type, str(by.pk), draft.content())
    try:
        require_acting_for(by, draft.organization)
        post = drawn_up()
        post.id, post.fingerprint = post_id, content
        post.check_times()
        check_fields(post)
    except Refused:
        if known := repeated(model, post_id, content):
            return known, False
        raise
    post, created = create_once(post, post.exact_place)
    if created:
        require_room(by, Room.POSTS)
        state_fact(post, "created", actor=by.pseudonym, grams=post.grams)
    return post, created


def draw_up(model: type[P], *, by: User, draft: PostDraft, category: Category, **own: Any) -> P:
    """An unsaved post with its place.

    Args:
        model: of the post.
        by: who posts.
        draft: the content.
        category: of what it is about.
        own: the fields that only this kind of post has.

    Raises:
        Invalid: by field.
    """
    require_positive(draft.quantity)
    place, precision = place_for(by=by, organization=draft.organization, point=draft.place)
    now = clock.now()
    post = model(
        created_at=now,
        updated_at=now,
        owner=by,
        organization=draft.organization,
        food=draft.food,
        category=category,
        quantity=draft.quantity,
        unit=draft.unit,
        grams=grams(draft.food, category, draft.quantity, draft.unit),
        remaining=draft.quantity,
        **own,
    )
    post.take_place(place, precision=precision)
    return post


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Point):
        return [value.lat, value.lon]
    if isinstance(value, (Food, Category)):
        return value.slug
    if isinstance(value, Organization):
        return str(value.pk)
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted(value)
    return value
