"""Changing, pausing and ending. What has been posted already stays as it is."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from core import clock
from core.errors import Invalid
from posts.services import plain
from standing.enums import StandingState
from standing.models import Standing
from standing.permissions import can_moderate
from standing.services.stating import check, lock, require_own, require_state, state_fact

EDITABLE = frozenset(
    {
        *("quantity", "title", "note", "allergens", "diets", "weekday", "opens", "closes"),
        *("days_open", "days_ahead", "timezone", "last_day"),
    }
)
RUNNING, PAUSED, ENDED = StandingState.RUNNING, StandingState.PAUSED, StandingState.ENDED


@transaction.atomic
def edit(*, standing: Standing, by: User, **changes: Any) -> Standing:
    """Change what its next occasions say; what is already so is no change.

    Args:
        standing: any copy of it.
        by: who changes it.
        changes: of `EDITABLE`.

    Raises:
        Invalid: by field.
        NotAllowed: not theirs.
        Suspended: `by` is.
        TransitionForbidden: it has ended.
    """
    require_unsuspended(by)
    require_own(by, standing)
    lock(standing)
    require_state(standing, RUNNING, PAUSED)
    told = {name: plain(changes[name]) for name in EDITABLE & changes.keys()}
    wanted = {name: new for name, new in told.items() if getattr(standing, name) != new}
    if not wanted:
        return standing
    for name, value in wanted.items():
        setattr(standing, name, value)
    check(standing)
    standing.change(**wanted, updated_at=clock.now())
    state_fact(standing, "updated", actor=by.pseudonym)
    return standing


@transaction.atomic
def pause(*, standing: Standing, by: User, until: date | None = None) -> Standing:
    """Let it rest, until a day or until it is resumed. Harmless twice.

    Raises:
        Invalid: on `until`, when that day is not ahead.
        NotAllowed: not theirs.
        TransitionForbidden: it has ended.
    """
    require_own(by, standing)
    lock(standing)
    require_state(standing, RUNNING, PAUSED)
    if until is not None and until <= standing.local_today:
        raise Invalid(until=_("Choose a day that is ahead."))
    if standing.state == PAUSED and standing.paused_until == until:
        return standing
    standing.change(state=PAUSED, paused_until=until, updated_at=clock.now())
    state_fact(standing, "updated", actor=by.pseudonym)
    return standing


@transaction.atomic
def resume(*, standing: Standing, by: User | None) -> Standing:
    """Let it go on. Harmless twice.

    Args:
        standing: any copy of it.
        by: None when its pause is over by itself.

    Raises:
        NotAllowed: not theirs.
        TransitionForbidden: it has ended.
    """
    if by is not None:
        require_own(by, standing)
    lock(standing)
    require_state(standing, RUNNING, PAUSED)
    if standing.state == PAUSED:
        standing.change(state=RUNNING, paused_until=None, updated_at=clock.now())
        state_fact(standing, "updated", actor=None if by is None else by.pseudonym)
    return standing


@transaction.atomic
def end(*, standing: Standing, by: User) -> Standing:
    """Let it never come round again. Harmless twice.

    Raises:
        NotAllowed: neither theirs nor a moderator.
    """
    if not can_moderate(by):
        require_own(by, standing)
    lock(standing)
    if standing.state != ENDED:
        standing.change(state=ENDED, paused_until=None, updated_at=clock.now())
        state_fact(standing, "ended", actor=by.pseudonym)
    return standing
