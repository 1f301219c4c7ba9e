"""What people do with their own accounts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.checks import check, check_fields
from core import clock
from core.errors import Invalid
from core.events import log
from core.geo import cells, towns
from core.geo.models import ExactPlace, new_place

PROFILE_FIELDS = (
    "display_name",
    "nickname",
    "pronouns",
    "bio",
    "tags",
    "birth_date",
    "language",
    "units",
    "timezone",
    "contact_preference",
    "diets",
    "avoided_allergens",
    "share_radius_km",
    "generated_text",
    "guidance",
)
UNKNOWN_TIMEZONE = "UTC"


@transaction.atomic
def join(*, user: User) -> User:
    """Save a new person and state that they are here (`user.created`).

    Args:
        user: unsaved, with a normalised e-mail address and a password or an unusable one.

    Raises:
        Invalid: the address has an account, or a field breaks a rule.
    """
    check(user)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:  # of two at once with one address, the second
        raise Invalid(email=_("Someone already uses this e-mail address.")) from error
    log.record("user.created", subject=user, actor=user.pseudonym, payload={})
    return user


@transaction.atomic
def create_person(*, email: str, password: str | None = None, **profile: Any) -> User:
    """Create a person whose address counts as verified: for loaders and operators, not sign-up.

    Args:
        email: any capitals.
        password: None leaves sign-in by code and passkey only.
        profile: values of `PROFILE_FIELDS`.

    Raises:
        Invalid: as `join`.
    """
    user = User(email=User.objects.normalize_email(email), **profile)
    user.set_password(password)
    join(user=user)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def update_profile(*, user: User, **changes: Any) -> User:
    """Change one's own preferences and state it (`user.updated`, with the names of the fields).

    Args:
        user: whose; the row is read again under a lock.
        changes: values of `PROFILE_FIELDS`; what is already so is no change.

    Returns:
        The person as stored.

    Raises:
        Invalid: a value breaks a rule.
    """
    person = _locked(user)
    asked = {name: _plain(changes[name]) for name in PROFILE_FIELDS if name in changes}
    changed = [name for name, value in asked.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, asked[name])
    check_fields(person, changed)
    try:
        with transaction.atomic():
            return _store(person, changed)
    except IntegrityError as error:  # of two at once with one nickname, the second
        if "nickname" not in changed:
            raise
        raise Invalid(nickname=_("Someone already has this nickname.")) from error


@transaction.atomic
def set_home(
    *, user: User, lat: float, lon: float, label: str = "", precision: int | None = None
) -> User:
    """Set where a person lives: exact and private, with the cell that others see.

    The time zone follows from the nearest town while the person has none.

    Args:
        user: whose.
        lat: degrees north, −90 to 90.
        lon: degrees east, −180 to 180.
        label: what the person calls it; private as well.
        precision: of the public cell, 5 or 6; as before by default.

    Returns:
        The person as stored.

    Raises:
        Invalid: the place is not on earth, or the precision is neither 5 nor 6.
    """
    person = _locked(user)
    target = new_place(cells.Point(lat, lon), label)
    precision = precision or person.home_precision
    if person.home and _same(person.home, target) and precision == person.home_precision:
        return person
    person.home_precision = precision
    check_fields(person, ["home_precision"])
    _stand_at(person, target)
    _take_cell(person)
    if person.timezone == UNKNOWN_TIMEZONE:
        person.timezone = towns.nearest(target.point).timezone
    return _store(person, ["home", "home_geohash", "home_precision", "timezone"])


@transaction.atomic
def change_settings(*, user: User, changes: Mapping[str, Any]) -> User:
    """Change profile and home together, or nothing.

    Args:
        user: whose.
        changes: values of `PROFILE_FIELDS`; `home`, a `Point` or None to forget it;
            `home_label`; `home_precision`. What is not named stays.

    Returns:
        The person as stored.

    Raises:
        Invalid: a value breaks a rule.
    """
    profile = {name: changes[name] for name in PROFILE_FIELDS if name in changes}
    person = update_profile(user=user, **profile)
    precision = changes.get("home_precision")
    home = changes.get("home")
    if home:
        label = changes.get("home_label", "")
        return set_home(user=person, lat=home.lat, lon=home.lon, label=label, precision=precision)
    if "home" in changes:
        person = forget_home(user=person)
    return show_home_at(user=person, precision=precision) if precision else person


@transaction.atomic
def show_home_at(*, user: User, precision: int) -> User:
    """Choose how finely others see the home, which stays where it is.

    Args:
        user: whose.
        precision: of the public cell, 5 or 6.

    Raises:
        Invalid: the precision is neither.
    """
    person = _locked(user)
    if person.home_precision == precision:
        return person
    person.home_precision = precision
    check_fields(person, ["home_precision"])
    _take_cell(person)
    return _store(person, ["home_geohash", "home_precision"])


@transaction.atomic
def forget_home(*, user: User) -> User:
    """Remove the home place and its cell. Harmless twice."""
    person = _locked(user)
    if person.home is None:
        return person
    old, person.home, person.home_geohash = person.home, None, ""
    stored = _store(person, ["home", "home_geohash"])
    old.delete()
    return stored


@transaction.atomic
def set_active(*, user: User, is_active: bool) -> User:
    """Suspend an account, which ends its sessions and tokens at once, or reinstate it.

    Args:
        user: whose; harmless when it is so already.
        is_active: whether they can sign in.
    """
    person = _locked(user)
    if person.is_active == is_active:
        return person
    person.is_active = is_active
    person.session_era += 1  # what was open before does not come back with the account
    return _store(person, ["is_active", "session_era"])


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).select_related("home").get(pk=user.pk)


def _store(person: User, changed: list[str]) -> User:
    """Write the changed fields under the next version, with their event."""
    if changed:
        person.version += 1
        person.updated_at = clock.now()
        person.save(update_fields=[*changed, "version", "updated_at"])
        log.record(
            "user.updated",
            subject=person,
            actor=person.pseudonym,
            payload={"fields": sorted(changed)},
        )
    return person


def _same(place: ExactPlace, other: ExactPlace) -> bool:
    return place.point == other.point and place.label == other.label


def _stand_at(person: User, target: ExactPlace) -> None:
    """One exact place a person: moved, not added to."""
    place = person.home or ExactPlace()
    place.latitude, place.longitude = target.latitude, target.longitude
    place.label = target.label
    check(place)
    place.save()
    person.home = place


def _take_cell(person: User) -> None:
    """The geohash of the centre of the public cell, so that it tells nothing finer."""
    if person.home is None:
        return
    point = person.home.point
    middle = cells.centre(cells.encode(point.lat, point.lon, person.home_precision))
    person.home_geohash = cells.encode(middle.lat, middle.lon)


def _plain(value: Any) -> Any:
    """Lists of choices are sets: sorted, each once. Of texts the spaces at the ends go."""
    if isinstance(value, (list, tuple)):
        return sorted({_plain(part) for part in value})
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value
