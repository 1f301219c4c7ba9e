"""The hand-overs of a day as rows of a sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commitments.enums import Side
from commitments.models import Commitment
from commitments.presenters.cards import deal, title, travel_text, when
from commitments.presenters.detail import pickup_note, place_to_go
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


def sheet_title(day: date, name: str) -> str:
    """The day with its year, for a sheet that is kept; an organization's bears its name."""
    weekday, when = date_format(day, "l"), date_format(day, "DATE_FORMAT")
    words = {"name": name, "weekday": weekday, "date": when}
    if name:
        return _("%(name)s, %(weekday)s %(date)s") % words
    return _("%(weekday)s %(date)s") % words


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
    if place is not None:
        shown = place_to_go(place)
        where = shown.label or shown.coordinates
        travel = _("%(travel)s: %(place)s") % {"travel": travel, "place": where}
    return SheetRow(
        url=commitment.get_absolute_url(),
        when=told.text,
        when_iso=told.iso,
        title=title(commitment),
        deal=deal(commitment, side, units),
        where=travel,
        note=pickup_note(commitment) if place else "",
    )
