from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Invalid, NotAllowed, TransitionForbidden
from core.events.log import record
from posts.services import require_positive
from standing.enums import TRANSITIONS, Kind
from standing.models import Standing
from standing.permissions import can_act_on

FIXED = {"id", "fingerprint", "created_at", "owner", "organization", "category", "food", "unit"}


def lock(standing: Standing) -> None:
    """Hold the row until the transaction ends, and read everything that may have changed."""
    names = [f.name for f in Standing._meta.concrete_fields if f.name not in FIXED]
    rows = Standing.objects.select_for_update()
    standing.refresh_from_db(fields=names, from_queryset=rows)


def require_own(by: User, standing: Standing) -> None:
    """Refuse whoever it does not speak for.

    Raises:
        NotAllowed: always then.
    """
    if not can_act_on(by, standing):
        raise NotAllowed(_("Only those who repeat this can change it."))


def require_state(standing: Standing, *states: str) -> None:
    """Refuse a verb that the state does not allow.

    Raises:
        TransitionForbidden: with the states that the present one can go to.
    """
    if standing.state not in states:
        raise TransitionForbidden(
            _("This cannot be done now: %(state)s.") % {"state": standing.get_state_display()},
            {"state": standing.state, "allowed": list(TRANSITIONS[standing.state])},
        )


def check(standing: Standing) -> None:
    """Run the model's own rules, and those of days and hours.

    Raises:
        Invalid: by field.
    """
    require_positive(standing.quantity)
    try:
        standing.clean_fields(exclude={"category", "food", "owner", "organization", "storage"})
    except ValidationError as error:
        raise Invalid(**error.message_dict) from error
    opens = standing.opens
    if standing.kind == Kind.LISTING and opens is None:
        raise Invalid(opens=_("Say from when."))
    if opens is not None and not standing.days_open and standing.closes <= opens:
        raise Invalid(closes=_("This must be later than when it becomes available."))
    if standing.last_day is not None and standing.last_day < standing.first_day:
        raise Invalid(last_day=_("This is before the first day."))


def state_fact(standing: Standing, happened: str, *, actor: UUID | None, **more: Any) -> None:
    """Record what happened to it, in the words all its events share."""
    record(
        f"standing.{happened}",
        subject=standing,
        actor=actor,
        payload=standing.facts(**more),
    )
