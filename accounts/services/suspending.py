"""Taking from an account, for a while or until lifted, what others would notice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import clock
from core.events import log


@transaction.atomic
def suspend(*, user: User, until: datetime | None, by: User | None) -> User:
    """Suspend an account: its person reads, exports and deletes, and writes nothing others see.

    Args:
        user: whose.
        until: in UTC; None for no end.
        by: the moderator; None when another suspension ended by the clock.
    """
    return _store(user, by, suspended_at=clock.now(), suspended_until=until)


@transaction.atomic
def lift_suspension(*, user: User, by: User | None) -> User:
    """End a suspension. Harmless twice.

    Args:
        user: whose.
        by: the moderator; None when its time is over.
    """
    return _store(user, by, suspended_at=None, suspended_until=None)


def _store(user: User, by: User | None, **values: datetime | None) -> User:
    person = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if all(getattr(person, name) == value for name, value in values.items()):
        return person
    for name, value in values.items():
        setattr(person, name, value)
    person.version += 1
    person.updated_at = clock.now()
    person.save(update_fields=[*values, "version", "updated_at"])
    log.record(
        "user.updated",
        subject=person,
        actor=by.pseudonym if by else None,
        payload={"fields": sorted(values)},
    )
    return person
