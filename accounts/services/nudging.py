"""Asking organizations whether their page still holds, before it is hidden."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from accounts.models import Organization
from accounts.querysets import STALE_AFTER
from core import clock
from core.events.notices import request_notice

FIRST_NUDGE = timedelta(days=182)
LAST_NUDGE = STALE_AFTER - timedelta(days=30)


def nudge(*, organization: Organization) -> bool:
    """Ask its owners and coordinators to verify the page: half a year after they last did, and
    once more a month before it is hidden. Harmless twice.

    Returns:
        Whether they were asked now.
    """
    age = clock.now() - organization.last_verified
    if age < FIRST_NUDGE or age >= STALE_AFTER:
        return False
    stage = "last" if age >= LAST_NUDGE else "first"
    with transaction.atomic():
        return request_notice(
            "verify_organization",
            to=organization.pseudonym,
            about=("organization", organization.pk),
            occasion=f"{organization.last_verified.date().isoformat()}.{stage}",
            hidden_on=(organization.last_verified + STALE_AFTER).date().isoformat(),
        )
