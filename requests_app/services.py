"""The verbs of a request. Each is one transaction that ends with its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import Category, Food
from core.errors import Invalid
from core.geo.cells import Point
from posts import services as posts
from posts.services import PostDraft
from requests_app.models import FoodRequest

EDITABLE = frozenset({"needed_by", "note", "diets", "avoid_allergens"})


@dataclass(frozen=True, kw_only=True)
class RequestDraft(PostDraft):
    """What a searcher says they need: a food, or anything of a category."""

    food: Food | None = None
    category: Category | None = None
    needed_by: datetime
    note: str = ""
    diets: Sequence[str] | None = None
    avoid_allergens: Sequence[str] | None = None


@transaction.atomic
def create(*, by: User, request_id: UUID, draft: RequestDraft) -> tuple[FoodRequest, bool]:
    """Ask for food.

    Args:
        by: who asks, for themselves or for `draft.organization`.
        request_id: the client's own id.
        draft: the content. Diets and allergens left out are the person's own, for an
            organization none.

    Returns:
        The request, and whether it is new: the same id with the same content makes one.

    Raises:
        Invalid: by field.
        NotAllowed: for an organization that `by` may not act for.
        IdempotencyMismatch: the id holds other content.
    """
    draft = posts.in_name_of(by, draft)
    return posts.publish(
        FoodRequest, by=by, post_id=request_id, draft=draft, drawn_up=lambda: _draw_up(by, draft)
    )


@transaction.atomic
def update(
    *,
    food_request: FoodRequest,
    by: User,
    quantity: Decimal | None = None,
    place: Point | None = None,
    **changes: Any,
) -> FoodRequest:
    """Change what a live request says; what is already so is no change.

    Args:
        food_request: any copy of it.
        by: who changes it.
        quantity: the whole, new; not below what is promised or received.
        place: a new place; its place stays as it is without one.
        changes: of `EDITABLE`.

    Raises:
        Invalid: by field.
        NotAllowed: not theirs to edit.
        TransitionForbidden: it has ended, or its place is counted on.
    """
    wanted = {name: posts.plain(changes[name]) for name in EDITABLE & changes.keys()}
    posts.edit(food_request, by=by, quantity=quantity, place=place, changes=wanted)
    return food_request


@transaction.atomic
def extend(*, food_request: FoodRequest, by: User, needed_by: datetime) -> FoodRequest:
    """Give a request more time; an expired one is open again.

    Raises:
        Invalid: on `needed_by`.
        NotAllowed: not theirs.
        TransitionForbidden: withdrawn or fulfilled.
    """
    posts.extend(food_request, by=by, until=needed_by)
    return food_request


@transaction.atomic
def undo(*, food_request: FoodRequest, by: User) -> FoodRequest:
    """Let a request that one has just withdrawn be open again. Harmless twice.

    Raises:
        NotAllowed: someone else withdrew it.
        TransitionForbidden: it is too late, or it has ended otherwise.
    """
    posts.undo_withdrawal(food_request, by=by)
    return food_request


@transaction.atomic
def withdraw(*, food_request: FoodRequest, by: User) -> FoodRequest:
    """Take back what nobody has promised; promises made stay. Harmless twice.

    Raises:
        NotAllowed: not theirs.
        TransitionForbidden: it has ended otherwise.
    """
    posts.withdraw(food_request, by=by)
    return food_request


@transaction.atomic
def expire(*, food_request: FoodRequest) -> bool:
    """Close a request whose time is over.

    Returns:
        Whether it expired now.
    """
    return posts.expire(food_request)


def _draw_up(by: User, draft: RequestDraft) -> FoodRequest:
    own = draft.organization is None
    diets = (by.diets if own else []) if draft.diets is None else draft.diets
    avoided = draft.avoid_allergens
    if avoided is None:
        avoided = by.avoided_allergens if own else []
    return posts.draw_up(
        FoodRequest,
        by=by,
        draft=draft,
        category=_category_of(draft),
        needed_by=draft.needed_by,
        note=posts.plain(draft.note),
        diets=posts.plain(diets),
        avoid_allergens=posts.plain(avoided),
    )


def _category_of(draft: RequestDraft) -> Category:
    if draft.food is not None:
        if draft.category is not None and draft.category.pk != draft.food.category_id:
            raise Invalid(category=_("This food is of another category."))
        return draft.food.category
    if draft.category is None:
        raise Invalid(food=_("Say what food, or at least what kind."))
    return draft.category
