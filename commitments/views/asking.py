"""For which exchange somebody asks."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.views.asking import viewer
from commitments.enums import Side
from commitments.models import Commitment
from commitments.permissions import side_of


def own_exchange(request: HttpRequest, commitment_id: UUID) -> tuple[Commitment, Side]:
    """One that the viewer has a side in, and that side.

    Raises:
        Http404: there is none.
    """
    user = viewer(request)
    rows = Commitment.objects.visible_to(user).with_parties()
    commitment = get_object_or_404(rows, pk=commitment_id)
    side = side_of(user, commitment)
    if side is None:
        raise Http404
    return commitment, side
