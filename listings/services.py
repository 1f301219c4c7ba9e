"""The verbs of a listing. Each is one transaction that ends with its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from catalog.models import Food
from core.geo.cells import Point
from listings.models import Listing
from posts import services as posts
from posts.services import PostDraft

EDITABLE = frozenset(
    {
        "title",
        "available_from",
        "available_until",
        "best_before",
        "use_by",
        "storage",
        "allergens",
        "diets",
        "pickup_note",
    }
)


@dataclass(frozen=True, kw_only=True)
class ListingDraft(PostDraft):
    """What a grower says about a surplus; what is left out takes the food's own defaults."""

    food: Food
    available_from: datetime
    available_until: datetime
    title: str = ""
    best_before: date | None = None
    use_by: date | None = None
    storage: str = ""
    allergens: Sequence[str] | None = None
    diets: Sequence[str] | None = None
    pickup_note: str = ""


@transaction.atomic
def create(*, by: User, listing_id: UUID, draft: ListingDraft) -> tuple[Listing, bool]:
    """Offer a surplus.

    Args:
        by: who offers it, for themselves or for `draft.organization`.
        listing_id: the client's own id.
        draft: the content.

    Returns:
        The listing, and whether it is new: the same id with the same content makes one.

    Raises:
        Invalid: by field.
        NotAllowed: for an organization that `by` may not act for.
        IdempotencyMismatch: the id holds other content.
    """
    return posts.publish(
        Listing, by=by, post_id=listing_id, draft=draft, drawn_up=lambda: _draw_up(by, draft)
    )


@transaction.atomic
def update(
    *,
    listing: Listing,
    by: User,
    quantity: Decimal | None = None,
    place: Point | None = None,
    **changes: Any,
) -> Listing:
    """Change what a live listing says; what is already so is no change.

    Args:
        listing: any copy of it.
        by: who changes it.
        quantity: the whole, new; not below what is promised or handed over.
        place: a new place; its place stays as it is without one.
        changes: of `EDITABLE`.

    Raises:
        Invalid: by field.
        NotAllowed: not theirs to edit.
        TransitionForbidden: it has ended, or its place is counted on.
    """
    wanted = {name: posts.plain(changes[name]) for name in EDITABLE & changes.keys()}
    posts.edit(listing, by=by, quantity=quantity, place=place, changes=wanted)
    return listing


@transaction.atomic
def extend(*, listing: Listing, by: User, available_until: datetime) -> Listing:
    """Give a listing more time; an expired one of which something remains is open again.

    Raises:
        Invalid: on `available_until`.
        NotAllowed: not theirs.
        TransitionForbidden: withdrawn or completed.
    """
    posts.extend(listing, by=by, until=available_until)
    return listing


@transaction.atomic
def withdraw(*, listing: Listing, by: User) -> Listing:
    """Take back what is not promised; promises made stay. Harmless twice.

    Raises:
        NotAllowed: not theirs.
        TransitionForbidden: it has ended otherwise.
    """
    posts.withdraw(listing, by=by)
    return listing


@transaction.atomic
def expire(*, listing: Listing) -> bool:
    """Close a listing whose time is over; what nobody was promised counts as lost.

    Returns:
        Whether it expired now.
    """
    return posts.expire(listing)


def _draw_up(by: User, draft: ListingDraft) -> Listing:
    food = draft.food
    return posts.draw_up(
        Listing,
        by=by,
        draft=draft,
        category=food.category,
        title=posts.plain(draft.title),
        available_from=draft.available_from,
        available_until=draft.available_until,
        best_before=draft.best_before,
        use_by=draft.use_by,
        storage=draft.storage or food.storage,
        allergens=posts.plain(food.allergens if draft.allergens is None else draft.allergens),
        diets=posts.plain(food.diets if draft.diets is None else draft.diets),
        pickup_note=posts.plain(draft.pickup_note),
    )
