"""What one says about a commitment."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from commitments import services
from commitments.api.showing import answered, visible
from commitments.bodies import (
    CancelBody,
    ChooseWindowBody,
    HandOverBody,
    OfferWindowsBody,
    ThankBody,
)
from commitments.models import Commitment, OfferedWindow
from commitments.services import Offer
from commitments.shapes import CommitmentSerializer
from core.api.writes import perform
from core.errors import Invalid


class VerbView(APIView):
    """A verb without a body. Harmless twice."""

    permission_classes = (IsAuthenticated,)
    verb: ClassVar[Callable[..., Commitment]]

    @extend_schema(request=None, responses=CommitmentSerializer)
    def post(self, request: Request, commitment_id: UUID) -> Response:
        commitment = visible(request, commitment_id)
        by = person(request)
        perform(request, lambda: type(self).verb(commitment=commitment, by=by), to=commitment)
        return answered(request, commitment_id)


class AcceptView(VerbView):
    """Agree to a proposal of the other side. Harmless twice."""

    verb = staticmethod(services.accept)


class DeclineView(VerbView):
    """Say no to a proposal of the other side; its quantity is free again. Harmless twice."""

    verb = staticmethod(services.decline)


class DisputeView(VerbView):
    """Say that the hand-over stated by the other side did not happen so. Harmless twice."""

    verb = staticmethod(services.dispute)


class MissedView(VerbView):
    """Say, after its time, that the hand-over did not happen. Harmless twice."""

    verb = staticmethod(services.miss)


class ConfirmView(VerbView):
    """Say that the hand-over stated by the other side happened so. Harmless twice."""

    verb = staticmethod(services.confirm)


class UndoView(VerbView):
    """Undo one's own decline or cancellation, within ten minutes. Harmless twice."""

    verb = staticmethod(services.undo)


class CancelView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=CancelBody, responses=CommitmentSerializer)
    def post(self, request: Request, commitment_id: UUID) -> Response:
        """Take back one's proposal, or an agreed promise by either side. Harmless twice."""
        commitment = visible(request, commitment_id)
        by, asked = person(request), checked(CancelBody, request.data)
        perform(
            request, lambda: services.cancel(commitment=commitment, by=by, **asked), to=commitment
        )
        return answered(request, commitment_id)


class HandOverView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=HandOverBody, responses=CommitmentSerializer)
    def post(self, request: Request, commitment_id: UUID) -> Response:
        """Say that it changed hands, wholly or in part; the rest is open again. Harmless twice.

        With the receiver's code both have said it. At most five tries an hour.
        """
        commitment = visible(request, commitment_id)
        by, asked = person(request), checked(HandOverBody, request.data)
        quantity, code = asked.get("quantity"), asked.get("code")
        # Before the write, so that a wrong try is counted though nothing is written.
        proof = services.check_code(commitment=commitment, by=by, code=code) if code else None
        said: dict[str, Any] = {"by": by, "quantity": quantity, "proof": proof}
        perform(request, lambda: services.hand_over(commitment=commitment, **said), to=commitment)
        return answered(request, commitment_id)


class OfferWindowsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=OfferWindowsBody, responses=CommitmentSerializer)
    def post(self, request: Request, commitment_id: UUID) -> Response:
        """Offer one to three other times; the other side chooses. Harmless twice."""
        commitment = visible(request, commitment_id)
        by, asked = person(request), checked(OfferWindowsBody, request.data)
        windows = [Offer(row["start"], row["end"]) for row in asked["windows"]]
        perform(
            request,
            lambda: services.offer_windows(commitment=commitment, by=by, windows=windows),
            to=commitment,
        )
        return answered(request, commitment_id)


class ChooseWindowView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=ChooseWindowBody, responses=CommitmentSerializer)
    def post(self, request: Request, commitment_id: UUID) -> Response:
        """Choose one of the offered times; that accepts a proposal, too. Harmless twice."""
        commitment = visible(request, commitment_id)
        by, asked = person(request), checked(ChooseWindowBody, request.data)
        window = _window(commitment, asked["window"])
        perform(
            request,
            lambda: services.choose_window(commitment=commitment, by=by, window=window),
            to=commitment,
        )
        return answered(request, commitment_id)


class ThankView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=ThankBody, responses=CommitmentSerializer)
    def post(self, request: Request, commitment_id: UUID) -> Response:
        """Say thank you after a hand-over; only the other side reads it. Harmless twice."""
        commitment = visible(request, commitment_id)
        by, asked = person(request), checked(ThankBody, request.data)
        perform(
            request, lambda: services.thank(commitment=commitment, by=by, **asked), to=commitment
        )
        return answered(request, commitment_id)


def _window(commitment: Commitment, window_id: int | None) -> OfferedWindow | None:
    """An offered time of this commitment.

    Raises:
        Invalid: on `window`.
    """
    if window_id is None:
        return None
    window = commitment.offered_windows.filter(pk=window_id).first()
    if window is None:
        raise Invalid(window=_("This time is not on offer."))
    return window
