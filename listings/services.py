"""The verbs of a listing. Each is one transaction that ends with its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from catalog.models import Food
from catalog.units import grams
from core import clock
from core.errors import Invalid
from core.geo.cells import Point
from core.idempotency import create_once, fingerprint, repeated
from listings.enums import LIVE, TRANSITIONS, ListingState
from listings.models import Listing
from posts import services as posts

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
class ListingDraft:
    """What a grower says about a surplus; what is left out takes the food's own defaults."""

    food: Food
    quantity: Decimal
    unit: str
    available_from: datetime
    available_until: datetime
    title: str = ""
    place: Point | None = None
    organization: Organization | None = None
    best_before: date | None = None
    use_by: date | None = None
    storage: str = ""
    allergens: Sequence[str] | None = None
    diets: Sequence[str] | None = None
    pickup_note: str = ""

    def content(self) -> dict[str, Any]:
        """What was said, for telling a repeat from something else."""
        return {
            **vars(self),
            "food": self.food.slug,
            "quantity": format(self.quantity.normalize(), "f"),
            "place": None if self.place is None else [self.place.lat, self.place.lon],
            "organization": None if self.organization is None else str(self.organization.pk),
        }


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
    content = fingerprint("listing", str(by.pk), draft.content())
    if known := repeated(Listing, listing_id, content):
        return known, False
    posts.require_acting_for(by, draft.organization)
    posts.require_positive(draft.quantity)
    _check_times(draft.available_from, draft.available_until, draft.use_by)
    place, precision = posts.place_for(by=by, organization=draft.organization, point=draft.place)
    food, now = draft.food, clock.now()
    listing = Listing(
        id=listing_id,
        fingerprint=content,
        created_at=now,
        updated_at=now,
        owner=by,
        organization=draft.organization,
        food=food,
        category=food.category,
        quantity=draft.quantity,
        unit=draft.unit,
        grams=grams(food, food.category, draft.quantity, draft.unit),
        remaining=draft.quantity,
        title=draft.title,
        available_from=draft.available_from,
        available_until=draft.available_until,
        best_before=draft.best_before,
        use_by=draft.use_by,
        storage=draft.storage or food.storage,
        allergens=sorted(food.allergens if draft.allergens is None else draft.allergens),
        diets=sorted(food.diets if draft.diets is None else draft.diets),
        pickup_note=draft.pickup_note,
    )
    listing.take_place(place, precision=precision)
    posts.check_fields(listing)
    listing, created = create_once(listing, place)
    if created:
        posts.state_fact(listing, "created", actor=by.pseudonym, grams=listing.grams)
    return listing, created


@transaction.atomic
def update(
    *,
    listing: Listing,
    by: User,
    quantity: Decimal | None = None,
    place: Point | None = None,
    **changes: Any,
) -> Listing:
    """Change what a live listing says.

    Args:
        listing: any copy of it.
        by: who changes it.
        quantity: the whole, new; not below what is promised or handed over.
        place: a new place; its place stays as it is without one.
        changes: of `EDITABLE`.

    Raises:
        Invalid: by field.
        NotAllowed: not theirs to edit.
        TransitionForbidden: it has ended, or its place is promised to someone.
    """
    posts.require_edit(by, listing)
    posts.lock(listing)
    posts.require_state(listing, LIVE, TRANSITIONS)
    offered_delta = 0
    books: dict[str, Any] = {name: changes[name] for name in EDITABLE & changes.keys()}
    if quantity is not None:
        books |= posts.new_quantity_books(listing, quantity)
        books["grams"] = grams(listing.food, listing.category, quantity, listing.unit)
        offered_delta = books["grams"] - listing.grams
        books["state"] = ListingState.ACTIVE if books["remaining"] > 0 else ListingState.RESERVED
    facts: dict[str, Any] = {"offered_delta": offered_delta}
    if place is not None:
        facts |= posts.move(listing, place)
        books |= posts.place_fields(listing)
    for name, value in books.items():
        setattr(listing, name, value)
    _check_times(listing.available_from, listing.available_until, listing.use_by)
    posts.check_fields(listing)
    listing.change(**books, updated_at=clock.now())
    posts.state_fact(listing, "updated", actor=by.pseudonym, **facts)
    return listing


@transaction.atomic
def extend(*, listing: Listing, by: User, available_until: datetime) -> Listing:
    """Give a listing more time; an expired one of which something remains is open again.

    Raises:
        Invalid: on `available_until`.
        NotAllowed: not theirs.
        TransitionForbidden: withdrawn or completed.
    """
    posts.require_edit(by, listing)
    posts.lock(listing)
    posts.require_state(listing, (*LIVE, ListingState.EXPIRED), TRANSITIONS)
    _check_times(listing.available_from, available_until, listing.use_by)
    deltas = {}
    if listing.state == ListingState.EXPIRED:
        deltas["lost_delta"] = -listing.grams_of(listing.remaining)
    state = ListingState.ACTIVE if listing.remaining > 0 else ListingState.RESERVED
    listing.change(available_until=available_until, state=state, updated_at=clock.now())
    posts.state_fact(listing, "updated", actor=by.pseudonym, **deltas)
    return listing


@transaction.atomic
def withdraw(*, listing: Listing, by: User) -> Listing:
    """Take back what is not promised; promises made stay. Harmless twice.

    Raises:
        NotAllowed: not theirs.
        TransitionForbidden: it has ended otherwise.
    """
    posts.require_edit(by, listing)
    posts.lock(listing)
    if listing.state == ListingState.WITHDRAWN:
        return listing
    posts.require_state(listing, LIVE, TRANSITIONS)
    listing.change(state=ListingState.WITHDRAWN, updated_at=clock.now())
    posts.state_fact(
        listing,
        "withdrawn",
        actor=by.pseudonym,
        offered_delta=-listing.grams_of(listing.remaining),
    )
    return listing


@transaction.atomic
def expire(*, listing: Listing) -> bool:
    """Close a listing whose time is over; what nobody was promised counts as lost.

    Returns:
        Whether it expired now.
    """
    posts.lock(listing)
    if not Listing.objects.overdue().filter(pk=listing.pk).exists():
        return False
    listing.change(state=ListingState.EXPIRED, updated_at=clock.now())
    lost = listing.grams_of(listing.remaining)
    posts.state_fact(listing, "expired", actor=None, lost=lost)
    return True


def _check_times(start: datetime, end: datetime, use_by: date | None) -> None:
    if end <= start:
        raise Invalid(available_until=_("This must be later than when it becomes available."))
    if end <= clock.now():
        raise Invalid(available_until=_("This is in the past."))
    if use_by is not None and use_by < clock.today():
        raise Invalid(use_by=_("Food past its use-by date cannot be shared."))
