"""Rows for tests, made by the services themselves. Dull on purpose."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from allauth.headless.tokens.strategies.jwt.internal import create_access_token
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts import services
from accounts.models import Organization, User
from catalog.models import Food
from commitments import services as commitment_services
from commitments.models import Commitment
from commitments.services import ProposalDraft
from core import clock
from core.geo.cells import Point
from listings import services as listing_services
from listings.models import Listing
from listings.services import ListingDraft
from requests_app import services as request_services
from requests_app.models import FoodRequest
from requests_app.services import RequestDraft

LYON = (45.764043, 4.835659)
PASSWORD = "correct horse battery"

_numbers = count(1)


def local_today(zone: str = "Europe/Paris") -> date:
    """The day where everybody lives; for two hours a night it is not the day in UTC."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def make_user(
    *,
    email: str | None = None,
    password: str | None = None,
    home: tuple[float, float] | None = LYON,
    home_precision: int = 6,
    is_staff: bool = False,
    **profile: Any,
) -> User:
    number = next(_numbers)
    profile.setdefault("display_name", f"Person {number}")
    user = services.create_person(
        email=email or f"person-{number}@example.org", password=password, **profile
    )
    if home:
        user = services.set_home(user=user, lat=home[0], lon=home[1], precision=home_precision)
    if is_staff:
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
    return user


def access_token(user: User) -> str:
    """As signing in gives it, with a session of its own."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(create_access_token(user, session, {}))


def make_organization(
    *, by: User | None = None, place: tuple[float, float] = LYON, **values: Any
) -> Organization:
    number = next(_numbers)
    values.setdefault("name", f"Pantry {number}")
    values.setdefault("kind", "pantry")
    organization, _ = services.create_organization(
        by=by or make_user(), organization_id=uuid4(), place=Point(*place), **values
    )
    return organization


def make_listing(
    *, by: User | None = None, food: str = "tomato", quantity: str = "3", **values: Any
) -> Listing:
    """From an hour ago until a day from now, where `by` lives."""
    now = clock.now()
    values.setdefault("unit", "kg")
    values.setdefault("available_from", now - timedelta(hours=1))
    values.setdefault("available_until", now + timedelta(days=1))
    draft = ListingDraft(
        food=Food.objects.get(slug=food), quantity=Decimal(quantity), **_placed(values)
    )
    listing, _ = listing_services.create(by=by or make_user(), listing_id=uuid4(), draft=draft)
    return listing


def make_request(
    *, by: User | None = None, food: str | None = "tomato", quantity: str = "3", **values: Any
) -> FoodRequest:
    """Needed within two days, where `by` lives."""
    values.setdefault("unit", "kg")
    values.setdefault("needed_by", clock.now() + timedelta(days=2))
    draft = RequestDraft(
        food=Food.objects.get(slug=food) if food else None,
        quantity=Decimal(quantity),
        **_placed(values),
    )
    food_request, _ = request_services.create(by=by or make_user(), request_id=uuid4(), draft=draft)
    return food_request


def _placed(values: dict[str, Any]) -> dict[str, Any]:
    place = values.pop("place", None)
    return {**values, "place": Point(*place)} if place else values


def make_commitment(
    *,
    by: User | None = None,
    listing: Listing | None = None,
    request: FoodRequest | None = None,
    quantity: str = "1",
    **values: Any,
) -> Commitment:
    """Proposed by `by`, to be collected within the next four hours; on a new listing by default."""
    now = clock.now()
    values.setdefault("handover_start", now + timedelta(hours=1))
    values.setdefault("handover_end", now + timedelta(hours=4))
    values.setdefault("travel", "collect")
    draft = ProposalDraft(
        listing=listing or (None if request else make_listing()),
        request=request,
        quantity=Decimal(quantity),
        **values,
    )
    commitment, _ = commitment_services.propose(
        by=by or make_user(), commitment_id=uuid4(), draft=draft
    )
    return commitment
