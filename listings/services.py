"""The verbs of a listing. Each is one transaction that ends with its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from catalog.models import Food
from core import clock
from core.errors import Invalid, Refused, TransitionForbidden
from core.geo.cells import Point
from listings.models import Listing
from posts import services as posts
from posts.evenings import end_of
from posts.models import FURTHEST_END
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
        "home_cooked",
        "ingredients",
    }
)
COOKING = ("home_cooked", "ingredients")
COOKED = "prepared-meals"
A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class ListingDraft(PostDraft):
    """What a grower says about a surplus; what is left out takes the food's own defaults.

    `available_until` is `UNTIL_GONE` for what has no other end.
    """

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
    home_cooked: bool = False
    ingredients: str = ""

    def content(self) -> dict[str, Any]:
        """Without what it could not say in earlier versions, where it does not say it: clients
        may send again what they have sent to them."""
        content = super().content()
        return {name: value for name, value in content.items() if value or name not in COOKING}


class RefusedLine(Refused):
    """One of several refused; `line` counts from 0, `refused` says why."""

    def __init__(self, line: int, refused: Refused) -> None:
        super().__init__(refused.message, refused.details)
        self.code, self.status = refused.code, refused.status
        self.line, self.refused = line, refused


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
    draft = posts.in_name_of(by, draft)
    return posts.publish(
        Listing, by=by, post_id=listing_id, draft=draft, drawn_up=lambda: _draw_up(by, draft)
    )


@transaction.atomic
def create_several(*, by: User, drafts: Sequence[tuple[UUID, ListingDraft]]) -> list[Listing]:
    """Offer several surpluses at once, each a listing of its own: all of them, or none.

    Args:
        by: who offers them.
        drafts: the client's own id and the content, of each.

    Returns:
        The listings, in the order of the drafts.

    Raises:
        RefusedLine: which one was refused, and why.
    """
    made = []
    for line, (listing_id, draft) in enumerate(drafts):
        try:
            made.append(create(by=by, listing_id=listing_id, draft=draft)[0])
        except Refused as refused:
            raise RefusedLine(line, refused) from refused
    return made


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
    if "use_by" in wanted:
        wanted["edible_until"] = _end_of_use_by(wanted["use_by"], listing.owner)
    if any(wanted.get(name, getattr(listing, name)) != getattr(listing, name) for name in COOKING):
        said = {name: wanted.get(name, getattr(listing, name)) for name in COOKING}
        _require_ingredients(listing, **said)
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
def confirm_there(*, listing: Listing, by: User) -> Listing:
    """Say that there still is some of what has no end. Harmless twice in a minute.

    Raises:
        NotAllowed: not theirs.
        Suspended: nothing of theirs can change for others.
        TransitionForbidden: it has ended, or has an end.
    """
    require_unsuspended(by)
    posts.require_author(by, listing)
    posts.lock(listing)
    posts.require_state(listing, (listing.OPEN, listing.COVERED))
    if not listing.is_until_gone:
        raise TransitionForbidden(_("This has an end: extend it."), {"allowed": []})
    now = clock.now()
    last = listing.still_there_at
    if last is None or now - last > A_MOMENT:
        listing.change(still_there_at=now, updated_at=now)
        posts.state_fact(listing, "updated", actor=by.pseudonym)
    return listing


@transaction.atomic
def undo(*, listing: Listing, by: User) -> Listing:
    """Let a listing that one has just withdrawn be open again. Harmless twice.

    Raises:
        NotAllowed: someone else withdrew it.
        TransitionForbidden: it is too late, or it has ended otherwise.
    """
    posts.undo_withdrawal(listing, by=by)
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
    listing = posts.draw_up(
        Listing,
        by=by,
        draft=draft,
        category=food.category,
        title=posts.plain(draft.title),
        available_from=draft.available_from,
        available_until=draft.available_until,
        best_before=draft.best_before,
        use_by=draft.use_by,
        edible_until=_end_of_use_by(draft.use_by, by),
        storage=draft.storage or food.storage,
        allergens=posts.plain(food.allergens if draft.allergens is None else draft.allergens),
        diets=posts.plain(food.diets if draft.diets is None else draft.diets),
        pickup_note=posts.plain(draft.pickup_note),
        home_cooked=draft.home_cooked,
        ingredients=posts.plain(draft.ingredients),
    )
    _require_ingredients(listing, listing.home_cooked, listing.ingredients)
    return listing


def _end_of_use_by(use_by: date | None, owner: User) -> datetime | None:
    """The end of that day where the owner is.

    Raises:
        Invalid: on `use_by`, when it is further away than anything keeps.
    """
    if use_by is None:
        return None
    if use_by > clock.today() + FURTHEST_END:
        raise Invalid(use_by=_("This is too far away: at most ten years."))
    return end_of(use_by, owner.timezone)


def _require_ingredients(listing: Listing, home_cooked: bool, ingredients: str) -> None:
    """Refuse what was cooked at home and does not say what is in it. A meal that a person gives
    is taken to be cooked at home; kitchens and shops answer for theirs.

    Raises:
        Invalid: on `ingredients`.
    """
    by_a_person = listing.organization is None and listing.category.slug == COOKED
    if (home_cooked or by_a_person) and not ingredients:
        raise Invalid(ingredients=_("Say everything that is in it: someone may not tolerate it."))
