"""How often the other side of a live commitment has kept its word: a hint for one, never a score.

Of the agreed commitments of a person (or an organization) that have ended, those count in which
something was handed over and nobody disputes it (kept), those that they cancelled themselves, and
those that one of the two called missed. Cancelled by the other side or a moderator, missed in
silence, or disputed: not counted either way. Below `ENOUGH` nothing is said.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from commitments.enums import OPEN, CommitmentState, Side
from commitments.models import Commitment

ENOUGH = 3


class Kept(NamedTuple):
    """How many of how many."""

    kept: int
    counted: int


def reliability_of(
    commitments: Iterable[Commitment], sides: Mapping[UUID, Side | None]
) -> dict[UUID, Kept]:
    """What to hint of the other side, by commitment; one query, none where none is live.

    Args:
        commitments: with their parties.
        sides: the viewer's; nothing is said to a stranger, nor of what has ended.
    """
    others = {
        row.pk: _party(row, side.other)
        for row in commitments
        if row.state in OPEN and (side := sides.get(row.pk)) is not None
    }
    if not others:
        return {}
    people = [party_id for is_person, party_id in others.values() if is_person]
    organizations = [party_id for is_person, party_id in others.values() if not is_person]
    found = [_tally(side, people, organizations) for side in Side]
    totals: dict[UUID, Kept] = {}
    for party_id, kept, counted in found[0].union(found[1], all=True):
        before = totals.get(party_id, Kept(0, 0))
        totals[party_id] = Kept(before.kept + kept, before.counted + counted)
    return {
        pk: totals[party_id]
        for pk, (_is_person, party_id) in others.items()
        if party_id in totals and totals[party_id].counted >= ENOUGH
    }


def _party(row: Commitment, side: Side) -> tuple[bool, UUID]:
    organization_id = getattr(row, f"{side}_organization_id")
    return organization_id is None, organization_id or getattr(row, f"{side}_id")


def _tally(
    side: Side, people: list[UUID], organizations: list[UUID]
) -> QuerySet[Commitment, tuple[UUID, int, int]]:
    alone = Q(**{f"{side}_organization": None, f"{side}__in": people})
    theirs = alone | Q(**{f"{side}_organization__in": organizations})
    kept = Q(state=CommitmentState.FULFILLED, disputed_at=None)
    cancelled = Q(state=CommitmentState.CANCELLED, ended_by_giver=side == Side.GIVER)
    missed = Q(state=CommitmentState.MISSED, ended_by_giver__isnull=False)
    return (
        Commitment.objects.filter(theirs, accepted_at__isnull=False)
        .order_by()
        .annotate(party_id=Coalesce(F(f"{side}_organization_id"), F(f"{side}_id")))
        .values("party_id")
        .annotate(
            kept=Count("pk", filter=kept), counted=Count("pk", filter=kept | cancelled | missed)
        )
        .values_list("party_id", "kept", "counted")
    )
