"""Rows for tests, made by the services themselves. Dull on purpose."""

from itertools import count
from typing import Any
from uuid import uuid4

from allauth.headless.tokens.strategies.jwt.internal import create_access_token
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts import services
from accounts.models import Organization, User
from core.geo.cells import Point

LYON = (45.764043, 4.835659)
PASSWORD = "correct horse battery"

_numbers = count(1)


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
    return create_access_token(user, session, {})


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
