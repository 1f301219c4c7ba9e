"""The hand-overs of a day as rows of a sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from commitments.enums import Side
from commitments.models import Commitment
from commitments.presenters.cards import deal, title, travel_text, when
from core.geo.models import ExactPlace


@dataclass(frozen=True)
class SheetRow:
    """A line to tick: when, what, who and where."""

    url: str
    when: str
    when_iso: str
    title: str
    deal: str
    where: str
    note: str


def sheet_rows(
    commitments: Iterable[Commitment],
    sides: Mapping[UUID, Side | None],
    places: Mapping[UUID, ExactPlace],
    units: str,
) -> list[SheetRow]:
    """A row for each that the viewer has a side in.

    Args:
        commitments: with their parties.
        sides: the viewer's.
        places: exact, of those that the viewer may see.
        units: the viewer's, `metric` or `imperial`.
    """
    return [
        _row(commitment, side, places.get(commitment.pk), units)
        for commitment in commitments
        if (side := sides[commitment.pk]) is not None
    ]


def _row(commitment: Commitment, side: Side, place: ExactPlace | None, units: str) -> SheetRow:
    told = when(commitment)
    travel = travel_text(commitment, side)
    if place is not None and place.label:
        travel = _("%(travel)s: %(place)s") % {"travel": travel, "place": place.label}
    listing = commitment.listing
    return SheetRow(
        url=commitment.get_absolute_url(),
        when=told.text,
        when_iso=told.iso,
        title=title(commitment),
        deal=deal(commitment, side, units),
        where=travel,
        note=listing.pickup_note if listing and place is not None else "",
    )
