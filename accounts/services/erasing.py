"""Leaving: promises end, words go, and a row without a person stays where others point at it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Erasure, Organization, User
from accounts.services.sessions import end_sessions
from core import clock
from core.errors import Refused
from core.events import log
from core.idempotency import IdempotencyKey
from core.privacy.erasing import erase_rows

Leaving = Callable[[User], None]
ERASED_DOMAIN = "erased.invalid"
BLANK: dict[str, Any] = {
    "display_name": "",
    "nickname": "",
    "pronouns": "",
    "bio": "",
    "tags": [],
    "birth_date": None,
    "timezone": "UTC",
    "diets": [],
    "avoided_allergens": [],
    "home": None,
    "home_geohash": "",
    "last_login": None,
    "is_active": False,
    "is_staff": False,
    "is_superuser": False,
    "suspended_at": None,
    "suspended_until": None,
}

_hooks: list[Leaving] = []
logger = structlog.get_logger(__name__)


class SoleOwner(Refused):
    """Organizations would be left without an owner; `details["organizations"]` has their slugs."""

    code = "SOLE_OWNER"


def leaving(hook: Leaving) -> None:
    """Register what ends when a person leaves: higher floors call this in `AppConfig.ready()`.

    Args:
        hook: called with the person in the transaction of their leaving. Apps start from the roof
            to the ground, so promises end before what they were made on.
    """
    if hook not in _hooks:
        _hooks.append(hook)


@transaction.atomic
def erase(*, user: User, even_sole_owner: bool = False) -> User:
    """Take a person out of everything, for good. Harmless twice.

    What they promised and offered ends, every declared row goes or loses its words, and their own
    row becomes a tombstone under another pseudonym, so that the old one in events leads nowhere.

    Args:
        user: who leaves.
        even_sole_owner: after a restore, when it has been decided before.

    Returns:
        The tombstone.

    Raises:
        SoleOwner: an organization must be handed over, or closed, first.
    """
    person = User.objects.select_for_update(of=("self",)).select_related("home").get(pk=user.pk)
    if is_erased(person):
        return person
    if not even_sole_owner:
        _require_other_owners(person)
    for hook in _hooks:
        hook(person)
    erase_rows(person)
    _forget_in_passing(person)
    end_sessions(user=person)
    person.refresh_from_db()
    person.version += 1
    log.record("user.erased", subject=person, actor=None, payload={})
    Erasure.objects.get_or_create(pseudonym_hash=fingerprint(person.pseudonym))
    logger.info("account.erased", erasure=fingerprint(person.pseudonym))
    return _bury(person)


def is_erased(user: User) -> bool:
    return user.email.endswith(f"@{ERASED_DOMAIN}")


def fingerprint(pseudonym: uuid.UUID) -> str:
    """Of a random pseudonym, in hex: leads to it only where the person is there again."""
    return hashlib.sha256(pseudonym.bytes).hexdigest()


def reapply(hashes: Iterable[str]) -> int:
    """Erase again those whom a backup has brought back; returns how many there were."""
    wanted = set(hashes)
    people = User.objects.active() if wanted else User.objects.none()
    back = [p for p in people.iterator() if fingerprint(p.pseudonym) in wanted]
    for person in back:
        erase(user=person, even_sole_owner=True)
    return len(back)


def _require_other_owners(person: User) -> None:
    mine = Organization.objects.filter(memberships__user=person, memberships__role=Role.OWNER)
    alone = [
        organization
        for organization in mine.order_by("name")
        if organization.memberships.owners().count() == 1
    ]
    if alone:
        said = _("You are the only owner of %(names)s. Hand it over or close it first.")
        names = ", ".join(organization.name for organization in alone)
        slugs = [organization.slug for organization in alone]
        raise SoleOwner(said % {"names": names}, {"organizations": slugs})


def _forget_in_passing(person: User) -> None:
    """What other parts of the system keep beside the declared rows."""
    IdempotencyKey.objects.filter(actor=person.pseudonym).delete()
    EmailAddress.objects.filter(email__iexact=person.email).delete()
    of_people = ContentType.objects.get_for_model(User)
    about = LogEntry.objects.filter(content_type=of_people, object_id=str(person.pk))
    (about | LogEntry.objects.filter(user=person)).update(object_repr="", change_message="")


def _bury(person: User) -> User:
    person.refresh_from_db()
    home = person.home
    for name, value in BLANK.items():
        setattr(person, name, value)
    person.email = f"erased-{uuid.uuid4()}@{ERASED_DOMAIN}"
    person.pseudonym = uuid.uuid4()
    person.set_unusable_password()
    person.version += 1
    person.updated_at = clock.now()
    person.groups.clear()
    person.user_permissions.clear()
    person.save()
    if home:
        home.delete()
    return person
