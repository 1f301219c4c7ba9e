"""Finding a time: either side offers others, the other one chooses with one tap."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from commitments.enums import OPEN, CommitmentState, Side, Verb
from commitments.models import Commitment, OfferedWindow
from commitments.permissions import side_of
from commitments.services.answering import agreed
from commitments.services.stating import lock, require, state_fact
from commitments.services.terms import check_times
from core import clock
from core.errors import Invalid, TransitionForbidden

MOST_WINDOWS = 3


class Offer(NamedTuple):
    """From and until, aware."""

    start: datetime
    end: datetime


@transaction.atomic
def offer_windows(*, commitment: Commitment, by: User, windows: Sequence[Offer]) -> Commitment:
    """Offer one to three other times instead of those on the table.

    A proposal then waits for the other side anew, `PROPOSAL_HOURS` from now but no longer than
    the last of these times; an agreed time holds until another is chosen. Harmless twice.

    Args:
        commitment: proposed or agreed, its time not over.
        by: either side.
        windows: at most `MOST_WINDOWS`, all to end in the future.

    Raises:
        Invalid: on `windows`.
        NotAllowed: a stranger.
        Suspended: for a time they may not promise anything.
        TransitionForbidden: it has ended, or is too late to move.
    """
    require_unsuspended(by)
    lock(commitment)
    offered = sorted(set(windows))
    side = side_of(by, commitment)
    if side is not None and _stands(commitment, side, offered):
        return commitment
    side = require(Verb.OFFER_WINDOWS, by=by, commitment=commitment)
    _check(commitment, offered)
    now = clock.now()
    last = max(window.end for window in offered)
    changes: dict[str, Any] = {
        "offered_by_giver": side == Side.GIVER,
        "offers_made": commitment.offers_made + 1,
    }
    if commitment.state == CommitmentState.PROPOSED:
        answer_by = now + timedelta(hours=settings.PROPOSAL_HOURS)
        changes["expires_at"] = min(answer_by, last)
    commitment.change(**changes, updated_at=now)
    OfferedWindow.objects.bulk_create(
        OfferedWindow(
            commitment=commitment,
            round=commitment.offers_made,
            by_giver=side == Side.GIVER,
            start=window.start,
            end=window.end,
        )
        for window in offered
    )
    state_fact(commitment, "windows_offered", by=side, actor=by.pseudonym, windows=len(offered))
    return commitment


@transaction.atomic
def choose_window(*, commitment: Commitment, by: User, window: OfferedWindow | None) -> Commitment:
    """Take one of the times that the other side offered; that accepts a proposal, too.

    Args:
        commitment: with an open offer of other times.
        by: the side that was asked. Harmless twice.
        window: of the latest round; None keeps the time that is agreed.

    Raises:
        Invalid: on `window`: not among those offered last, or its time is over.
        NotAllowed: a stranger.
        Suspended: for a time they may not promise anything.
        TransitionForbidden: nothing was offered, it has ended, or there is no agreed time to keep.
    """
    require_unsuspended(by)
    lock(commitment)
    if _chosen_before(commitment, by, window):
        return commitment
    side = require(Verb.CHOOSE_WINDOW, by=by, commitment=commitment)
    changes = {"offered_by_giver": None, **_times(commitment, window)}
    if commitment.state == CommitmentState.PROPOSED:
        deltas = agreed(commitment, **changes)
    else:
        commitment.change(**changes, updated_at=clock.now())
        deltas = {}
    state_fact(commitment, "window_chosen", by=side, actor=by.pseudonym, **deltas)
    return commitment


def windows_offered(commitment: Commitment) -> list[OfferedWindow]:
    """Those of the latest round that can still be chosen."""
    return windows_of([commitment])[commitment.pk]


def windows_of(commitments: Iterable[Commitment]) -> dict[UUID, list[OfferedWindow]]:
    """What can still be chosen of each, in one query; none where nothing is offered."""
    rows = list(commitments)
    latest = {
        row.pk: row.offers_made
        for row in rows
        if row.offered_by_giver is not None and row.state in OPEN
    }
    found: dict[UUID, list[OfferedWindow]] = {row.pk: [] for row in rows}
    if latest:
        ahead = OfferedWindow.objects.filter(commitment__in=latest, end__gt=clock.now())
        for window in ahead.order_by("start", "id"):
            if window.round == latest[window.commitment_id]:
                found[window.commitment_id].append(window)
    return found


def _times(commitment: Commitment, window: OfferedWindow | None) -> dict[str, datetime]:
    if window is None:
        if commitment.state == CommitmentState.PROPOSED:
            raise Invalid(window=_("Choose one of the times."))
        return {}
    if window not in windows_offered(commitment):
        raise Invalid(window=_("This time cannot be chosen any more. Choose another one."))
    return {"handover_start": window.start, "handover_end": window.end}


def _stands(commitment: Commitment, side: Side, offered: Sequence[Offer]) -> bool:
    """Whether this is what that side has on the table already."""
    if commitment.offered_by_giver is None or not commitment.spoken_by(side):
        return False
    return [Offer(row.start, row.end) for row in windows_offered(commitment)] == list(offered)


def _chosen_before(commitment: Commitment, by: User, window: OfferedWindow | None) -> bool:
    """Whether a side chooses again what was chosen of its other side's last offer."""
    if commitment.state != CommitmentState.ACCEPTED or commitment.offered_by_giver is not None:
        return False
    side = side_of(by, commitment)
    if window is None or side is None:
        return window is None and side is not None and commitment.offers_made > 0
    times = (commitment.handover_start, commitment.handover_end)
    of_last = (window.commitment_id, window.round) == (commitment.pk, commitment.offers_made)
    return of_last and window.side == side.other and (window.start, window.end) == times


def _check(commitment: Commitment, offered: Sequence[Offer]) -> None:
    if not 1 <= len(offered) <= MOST_WINDOWS:
        raise Invalid(windows=_("Offer one to three times."))
    check_times("windows", *offered)
    _check_use_by(commitment, offered)


def _check_use_by(commitment: Commitment, offered: Sequence[Offer]) -> None:
    edible_until = commitment.listing.edible_until if commitment.listing else None
    if edible_until is None:
        return
    if edible_until <= clock.now():
        raise TransitionForbidden(_("This is past its use-by date."), {"allowed": []})
    if any(window.start >= edible_until for window in offered):
        raise Invalid(windows=_("This is after its use-by date."))
