"""Commitments as the caller may see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import person
from commitments import services
from commitments.models import Commitment
from commitments.permissions import sides_of
from commitments.places import places_for
from commitments.reliability import reliability_of
from commitments.shapes import as_json
from core.api.renderers import answer
from core.api.versions import tagged


def visible(request: Request, commitment_id: UUID) -> Commitment:
    own = Commitment.objects.visible_to(person(request)).with_parties()
    found: Commitment = get_object_or_404(own, pk=commitment_id)
    return found


def answered(request: Request, commitment_id: UUID, *, status: int = 200) -> Response:
    commitment = visible(request, commitment_id)
    return tagged(answer(shown(request, [commitment])[0], status=status), commitment)


def shown(request: Request, commitments: Sequence[Commitment]) -> list[dict[str, Any]]:
    sides = sides_of(request.user, commitments)
    places = places_for(commitments, sides)
    windows, kept = services.windows_of(commitments), reliability_of(commitments, sides)
    return [
        as_json(
            row,
            side=side,
            place=places.get(row.pk),
            windows=windows[row.pk],
            kept=kept.get(row.pk),
        )
        for row in commitments
        if (side := sides[row.pk]) is not None
    ]
