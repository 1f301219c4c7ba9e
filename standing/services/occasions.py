"""Its single days: left out, kept, posted. Covering one of them binds nobody to the next."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from core import clock
from core.errors import Invalid, Refused, TransitionForbidden
from core.events.notices import request_notice
from core.roles import with_the_webs_rights
from listings import services as listings
from requests_app import services as requests
from standing.calendar import closes_at, days_from, due_days, opens_at
from standing.enums import OccasionState, StandingState
from standing.models import Occasion, Standing
from standing.services.stating import lock, require_own, require_state


@transaction.atomic
def skip(*, standing: Standing, by: User, day: date) -> Standing:
    """Leave one day out. Harmless twice.

    Raises:
        Invalid: on `day`, when it is none of its days ahead.
        NotAllowed: not theirs.
        TransitionForbidden: it has ended, or that day is posted: take back the post itself.
    """
    require_own(by, standing)
    lock(standing)
    require_state(standing, StandingState.RUNNING, StandingState.PAUSED)
    _require_day(standing, day)
    _require_not_posted(standing, day)
    _note(standing, day, OccasionState.SKIPPED)
    return standing


@transaction.atomic
def keep(*, standing: Standing, by: User, day: date) -> Standing:
    """Have a day after all that was left out. Harmless twice.

    Raises:
        NotAllowed: not theirs.
    """
    require_own(by, standing)
    lock(standing)
    standing.occasions.filter(day=day, state=OccasionState.SKIPPED).delete()
    return standing


@transaction.atomic
def post(*, standing: Standing, by: User, day: date) -> Standing:
    """Post one of its days now: ahead of time, or again after it was refused. Harmless twice.

    Raises:
        Invalid: by field, `day` among them.
        NotAllowed: not theirs.
        Suspended: `by` is.
        TransitionForbidden: it has ended.
    """
    require_unsuspended(by)
    require_own(by, standing)
    lock(standing)
    require_state(standing, StandingState.RUNNING, StandingState.PAUSED)
    _require_day(standing, day)
    if not standing.occasions.filter(day=day, state=OccasionState.POSTED).exists():
        _publish(standing, day)
        _note(standing, day, OccasionState.POSTED)
    return standing


def post_due(*, standing: Standing) -> int:
    """Post the days whose time has come, each in a transaction of its own. Harmless twice.

    A day that is refused (its owner is suspended, say) is noted, its owner told, and not tried
    again by itself.

    Returns:
        How many were posted now.
    """
    return sum(_post_one(standing, day) for day in due_days(standing, clock.now()))


@transaction.atomic
def _post_one(standing: Standing, day: date) -> bool:
    lock(standing)
    known = standing.occasions.filter(day=day).exists()
    if known or standing.state != StandingState.RUNNING:
        return False
    try:
        with (
            transaction.atomic(),
            with_the_webs_rights(),
            translation.override(standing.owner.language),
        ):
            _publish(standing, day)
    except Refused as refused:
        _note(standing, day, OccasionState.REFUSED, str(refused))
        _tell(standing, day, "standing_refused")
        return False
    _note(standing, day, OccasionState.POSTED)
    _tell(standing, day, "standing_made")
    return True


def _publish(standing: Standing, day: date) -> None:
    shared: dict[str, Any] = {
        "food": standing.food,
        "quantity": standing.quantity,
        "unit": standing.unit,
        "organization": standing.organization,
        "diets": standing.diets,
    }
    opens = opens_at(standing, day)
    if opens is not None:
        listings.create(
            by=standing.owner,
            listing_id=standing.post_id(day),
            draft=listings.ListingDraft(
                **shared,
                available_from=opens,
                available_until=closes_at(standing, day),
                title=standing.title,
                pickup_note=standing.note,
                storage=standing.storage,
                allergens=standing.allergens,
            ),
        )
    else:
        requests.create(
            by=standing.owner,
            request_id=standing.post_id(day),
            draft=requests.RequestDraft(
                **shared,
                category=standing.category,
                needed_by=closes_at(standing, day),
                note=standing.note,
                avoid_allergens=standing.allergens,
            ),
        )


def _require_day(standing: Standing, day: date) -> None:
    is_own = day == next(days_from(standing, day), None)
    if not is_own or closes_at(standing, day) <= clock.now():
        raise Invalid(day=_("Choose one of the days ahead."))


def _require_not_posted(standing: Standing, day: date) -> None:
    if standing.occasions.filter(day=day, state=OccasionState.POSTED).exists():
        raise TransitionForbidden(
            _("This day is posted already. Take back the post itself."),
            {"state": OccasionState.POSTED, "allowed": []},
        )


def _note(standing: Standing, day: date, state: str, refusal: str = "") -> None:
    Occasion.objects.update_or_create(
        standing=standing,
        day=day,
        defaults={"state": state, "refusal": refusal[:300], "updated_at": clock.now()},
    )


def _tell(standing: Standing, day: date, kind: str) -> None:
    request_notice(
        kind,
        to=standing.party,
        about=("standing", standing.pk),
        occasion=day.isoformat(),
        day=day.isoformat(),
        post=str(standing.post_id(day)),
    )
