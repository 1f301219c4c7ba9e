"""Where things change hands: exact, and only for those who may know."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from commitments.enums import Side
from commitments.models import Commitment
from commitments.permissions import can_see_place
from core.geo.models import ExactPlace


def places_for(
    commitments: Iterable[Commitment], sides: Mapping[UUID, Side | None]
) -> dict[UUID, ExactPlace]:
    """The exact place of each commitment that the viewer may see it of, in one query.

    Args:
        commitments: with their parties.
        sides: the viewer's, by commitment.
    """
    wanted = {
        row.pk: row.handover_place_id
        for row in commitments
        if row.handover_place_id is not None and can_see_place(sides.get(row.pk), row)
    }
    places = ExactPlace.objects.in_bulk(set(wanted.values())) if wanted else {}
    return {pk: places[place_id] for pk, place_id in wanted.items()}
