"""The verbs of a request. Each is one transaction that ends with its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from catalog.models import Category, Food
from catalog.units import grams
from core import clock
from core.errors import Invalid
from core.geo.cells import Point
from core.idempotency import create_once, fingerprint, repeated
from posts import services as posts
from requests_app.enums import LIVE, TRANSITIONS, RequestState
from requests_app.models import FoodRequest

EDITABLE = frozenset({"needed_by", "note", "diets", "avoid_allergens"})


@dataclass(frozen=True, kw_only=True)
class RequestDraft:
    """What a searcher says they need: a food, or anything of a category."""

    food: Food | None = None
    category: Category | None = None
    quantity: Decimal
    unit: str
    needed_by: datetime
    note: str = ""
    place: Point | None = None
    organization: Organization | None = None
    diets: Sequence[str] | None = None
    avoid_allergens: Sequence[str] | None = None

    def content(self) -> dict[str, Any]:
        """What was said, for telling a repeat from something else."""
        return {
            **vars(self),
            "food": None if self.food is None else self.food.slug,
            "category": None if self.category is None else self.category.slug,
            "quantity": format(self.quantity.normalize(), "f"),
            "place": None if self.place is None else [self.place.lat, self.place.lon],
            "organization": None if self.organization is None else str(self.organization.pk),
        }


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
    content = fingerprint("request", str(by.pk), draft.content())
    if known := repeated(FoodRequest, request_id, content):
        return known, False
    posts.require_acting_for(by, draft.organization)
    posts.require_positive(draft.quantity)
    _check_time(draft.needed_by)
    category = _category_of(draft)
    place, precision = posts.place_for(by=by, organization=draft.organization, point=draft.place)
    own = draft.organization is None
    diets = (by.diets if own else []) if draft.diets is None else draft.diets
    avoided = (
        (by.avoided_allergens if own else [])
        if draft.avoid_allergens is None
        else (draft.avoid_allergens)
    )
    now = clock.now()
    food_request = FoodRequest(
        id=request_id,
        fingerprint=content,
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
        needed_by=draft.needed_by,
        note=draft.note,
        diets=sorted(diets),
        avoid_allergens=sorted(avoided),
    )
    food_request.take_place(place, precision=precision)
    posts.check_fields(food_request)
    food_request, created = create_once(food_request, place)
    if created:
        posts.state_fact(food_request, "created", actor=by.pseudonym, grams=food_request.grams)
    return food_request, created


@transaction.atomic
def update(
    *,
    food_request: FoodRequest,
    by: User,
    quantity: Decimal | None = None,
    place: Point | None = None,
    **changes: Any,
) -> FoodRequest:
    """Change what a live request says.

    Args:
        food_request: any copy of it.
        by: who changes it.
        quantity: the whole, new; not below what is promised or received.
        place: a new place; its place stays as it is without one.
        changes: of `EDITABLE`.

    Raises:
        Invalid: by field.
        NotAllowed: not theirs to edit.
        TransitionForbidden: it has ended, or its place is promised on.
    """
    posts.require_edit(by, food_request)
    posts.lock(food_request)
    posts.require_state(food_request, LIVE, TRANSITIONS)
    books: dict[str, Any] = {name: changes[name] for name in EDITABLE & changes.keys()}
    facts: dict[str, Any] = {"requested_delta": 0}
    if quantity is not None:
        books |= posts.new_quantity_books(food_request, quantity)
        books["grams"] = grams(
            food_request.food, food_request.category, quantity, food_request.unit
        )
        facts["requested_delta"] = books["grams"] - food_request.grams
        books["state"] = RequestState.OPEN if books["remaining"] > 0 else RequestState.ANSWERED
    if place is not None:
        facts |= posts.move(food_request, place)
        books |= posts.place_fields(food_request)
    for name, value in books.items():
        setattr(food_request, name, value)
    _check_time(food_request.needed_by)
    posts.check_fields(food_request)
    food_request.change(**books, updated_at=clock.now())
    posts.state_fact(food_request, "updated", actor=by.pseudonym, **facts)
    return food_request


@transaction.atomic
def extend(*, food_request: FoodRequest, by: User, needed_by: datetime) -> FoodRequest:
    """Give a request more time; an expired one is open again.

    Raises:
        Invalid: on `needed_by`.
        NotAllowed: not theirs.
        TransitionForbidden: withdrawn or fulfilled.
    """
    posts.require_edit(by, food_request)
    posts.lock(food_request)
    posts.require_state(food_request, (*LIVE, RequestState.EXPIRED), TRANSITIONS)
    _check_time(needed_by)
    state = RequestState.OPEN if food_request.remaining > 0 else RequestState.ANSWERED
    food_request.change(needed_by=needed_by, state=state, updated_at=clock.now())
    posts.state_fact(food_request, "updated", actor=by.pseudonym)
    return food_request


@transaction.atomic
def withdraw(*, food_request: FoodRequest, by: User) -> FoodRequest:
    """Take back what nobody has promised; promises made stay. Harmless twice.

    Raises:
        NotAllowed: not theirs.
        TransitionForbidden: it has ended otherwise.
    """
    posts.require_edit(by, food_request)
    posts.lock(food_request)
    if food_request.state == RequestState.WITHDRAWN:
        return food_request
    posts.require_state(food_request, LIVE, TRANSITIONS)
    food_request.change(state=RequestState.WITHDRAWN, updated_at=clock.now())
    posts.state_fact(
        food_request,
        "withdrawn",
        actor=by.pseudonym,
        requested_delta=-food_request.grams_of(food_request.remaining),
    )
    return food_request


@transaction.atomic
def expire(*, food_request: FoodRequest) -> bool:
    """Close a request whose time is over.

    Returns:
        Whether it expired now.
    """
    posts.lock(food_request)
    if not FoodRequest.objects.overdue().filter(pk=food_request.pk).exists():
        return False
    food_request.change(state=RequestState.EXPIRED, updated_at=clock.now())
    posts.state_fact(food_request, "expired", actor=None)
    return True


def _category_of(draft: RequestDraft) -> Category:
    if draft.food is not None:
        if draft.category is not None and draft.category.pk != draft.food.category_id:
            raise Invalid(category=_("This food is of another category."))
        return draft.food.category
    if draft.category is None:
        raise Invalid(food=_("Say what food, or at least what kind."))
    return draft.category


def _check_time(needed_by: datetime) -> None:
    if needed_by <= clock.now():
        raise Invalid(needed_by=_("This is in the past."))
