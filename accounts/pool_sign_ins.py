"""Whether a sign-in at the Cognito pool is good enough for an account here.

It must not lead round what its owner set up here: a second factor, and "sign out everywhere".
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Max

from accounts.enums import SecurityEventKind
from accounts.models import AccountRights, SecurityEvent, User
from accounts.tasks import KEPT
from core import clock

ENDING = (SecurityEventKind.SIGNED_OUT_EVERYWHERE, SecurityEventKind.PASSWORD_CHANGED)
"""What ends every session here, and so every sign-in there that was before it."""


def is_good_enough(person: User, claims: dict[str, Any]) -> bool:
    """Whether these claims, which the pool has signed, open the account.

    A sign-in in the very second of a sign-out counts as before it: tokens tell whole seconds.
    """
    return passes_second_factor(person) and signed_in_at(claims) > ended_at(person)


def passes_second_factor(person: User) -> bool:
    """Whether the pool's sign-in may stand for the one here, which would ask more of staff and of
    whoever has a second factor; `COGNITO_ENFORCES_MFA` says that the pool asks as much."""
    if settings.COGNITO_ENFORCES_MFA:
        return True
    return not (person.is_staff or person.is_superuser or is_mfa_enabled(person))


def signed_in_at(claims: dict[str, Any]) -> float:
    """When the person showed who they are, in seconds since 1970.

    A refreshed token is issued anew, but keeps the `auth_time` of its sign-in (OpenID Connect
    Core 1.0, section 12.2): what was signed out stays so, however often it is refreshed.
    """
    times = (claims["iat"], claims.get("auth_time", claims["iat"]))
    return min(time if isinstance(time, int | float) else 0 for time in times)


def ended_at(person: User) -> float:
    """Before when no sign-in holds any more, in seconds since 1970: the last time that all of
    them were ended or the account was closed, and at least as far back as we would still know."""
    events = SecurityEvent.objects.filter(user=person, kind__in=ENDING)
    closings = AccountRights.objects.filter(pgh_obj=person, is_active=False)
    known = (
        clock.now() - KEPT,
        events.aggregate(last=Max("at"))["last"],
        closings.aggregate(last=Max("pgh_created_at"))["last"],
    )
    return max(moment.timestamp() for moment in known if moment is not None)
