"""Making a standing thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import require_unsuspended
from accounts.validators import validate_timezone
from catalog.models import Category, Food
from catalog.units import grams
from core import clock
from core.errors import Invalid, Refused
from core.idempotency import create_once, fingerprint, repeated
from posts.services import in_name_of, plain, require_acting_for
from standing.enums import Kind
from standing.models import Standing
from standing.services.stating import check, state_fact


@dataclass(frozen=True, kw_only=True)
class StandingDraft:
    """What an owner says of something that comes round every week."""

    kind: str
    quantity: Decimal
    unit: str
    weekday: int
    closes: time
    opens: time | None = None
    days_open: int = 0
    days_ahead: int = 2
    food: Food | None = None
    category: Category | None = None
    organization: Organization | None = None
    title: str = ""
    note: str = ""
    storage: str = ""
    allergens: Sequence[str] | None = None
    diets: Sequence[str] | None = None
    timezone: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def content(self) -> dict[str, Any]:
        """What was said, for telling a repeat from something else."""
        return {
            **vars(self),
            "quantity": format(self.quantity.normalize(), "f"),
            "food": self.food and self.food.slug,
            "category": self.category and self.category.slug,
            "organization": self.organization and str(self.organization.pk),
            "allergens": self.allergens and sorted(self.allergens),
            "diets": self.diets and sorted(self.diets),
        }


@transaction.atomic
def start(*, by: User, standing_id: UUID, draft: StandingDraft) -> tuple[Standing, bool]:
    """Let a listing or a request come round every week.

    Args:
        by: who, for themselves or for `draft.organization`; only organizations ask every week.
        standing_id: the client's own id.
        draft: the content; its hours are local to `draft.timezone`, the person's own by default.
            Allergens and diets left out are those of a listing's food.

    Returns:
        The standing thing, and whether it is new: the same id with the same content makes one.

    Raises:
        Invalid: by field.
        NotAllowed: for an organization that `by` may not act for.
        Suspended: `by` is.
        IdempotencyMismatch: the id holds other content.
    """
    draft = in_name_of(by, draft)
    content = fingerprint("standing", str(by.pk), draft.content())
    try:
        require_unsuspended(by)
        require_acting_for(by, draft.organization)
        standing = _draw_up(by, draft)
        standing.id, standing.fingerprint = standing_id, content
        check(standing)
        _check_place(by, draft.organization)
    except Refused:
        if known := repeated(Standing, standing_id, content):
            return known, False
        raise
    standing, created = create_once(standing)
    if created:
        state_fact(standing, "created", actor=by.pseudonym)
    return standing, created


def _draw_up(by: User, draft: StandingDraft) -> Standing:
    if draft.kind == Kind.REQUEST and draft.organization is None:
        raise Invalid(organization=_("Only organizations ask every week. Say for which you ask."))
    category = draft.food.category if draft.food else draft.category
    if category is None or (draft.kind == Kind.LISTING and draft.food is None):
        raise Invalid(food=_("Say what food."))
    grams(draft.food, category, draft.quantity, draft.unit)  # refuses a unit that does not fit
    usual = draft.food if draft.food and draft.kind == Kind.LISTING else Food()
    now = clock.now()
    standing = Standing(
        created_at=now,
        updated_at=now,
        kind=draft.kind,
        owner=by,
        organization=draft.organization,
        food=draft.food,
        category=category,
        quantity=draft.quantity,
        unit=draft.unit,
        title=plain(draft.title),
        note=plain(draft.note),
        storage=draft.storage,
        allergens=_or_usual(draft.allergens, usual.allergens),
        diets=_or_usual(draft.diets, usual.diets),
        weekday=draft.weekday,
        opens=draft.opens,
        closes=draft.closes,
        days_open=draft.days_open,
        days_ahead=draft.days_ahead,
        timezone=_zone(draft.timezone or by.timezone),
        last_day=draft.last_day,
    )
    standing.first_day = draft.first_day or standing.local_today
    return standing


def _or_usual(said: Sequence[str] | None, usual: Sequence[str]) -> Any:
    return plain(usual if said is None else said)


def _zone(name: str) -> str:
    try:
        validate_timezone(name)
    except ValidationError as error:
        raise Invalid(timezone=error.messages) from error
    return name


def _check_place(by: User, organization: Organization | None) -> None:
    """Each occasion stands where its owner is then; there must be such a place.

    Raises:
        Invalid: on `place`.
    """
    if organization is None and by.home_id is None:
        raise Invalid(place=_("Say where: you have not set a home place yet."))
