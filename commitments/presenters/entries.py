"""Exchanges as entries of a calendar."""

from collections.abc import Iterable

from django.conf import settings

from commitments.calendar import Entry, calendar_file
from commitments.enums import Side
from commitments.models import Commitment
from commitments.presenters.cards import deal, title, travel_text
from commitments.presenters.detail import location_text
from core.geo.models import ExactPlace

Seen = tuple[Commitment, Side, ExactPlace | None]


def calendar_of(exchanges: Iterable[Seen], units: str, *, name: str = "") -> str:
    """A calendar of hand-overs.

    Args:
        exchanges: each with the viewer's side, and the exact place where they may see it.
        units: the viewer's, `metric` or `imperial`.
        name: of the calendar.
    """
    return calendar_file(*(_entry(*seen, units) for seen in exchanges), name=name)


def _entry(commitment: Commitment, side: Side, place: ExactPlace | None, units: str) -> Entry:
    return Entry(
        uid=f"{commitment.pk}@foodcoord",
        sequence=commitment.version,
        stamp=commitment.updated_at,
        start=commitment.handover_start,
        end=commitment.handover_end,
        summary=f"{title(commitment)}: {deal(commitment, side, units)}",
        description=travel_text(commitment, side),
        location=location_text(commitment, place),
        url=f"{settings.SITE_URL}{commitment.get_absolute_url()}",
    )
