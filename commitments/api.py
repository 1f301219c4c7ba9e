"""`commitments`: promises over the API, each seen from the caller's side."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from commitments import services
from commitments.models import Commitment
from commitments.permissions import sides_of
from commitments.places import places_for
from commitments.shapes import (
    CommitmentListSerializer,
    CommitmentSerializer,
    HandOverBody,
    NewCommitmentBody,
    SearchParameters,
    as_json,
)
from commitments.targets import organization_named, post_named
from core.api.cursors import keyset_page, read_limit
from core.api.renderers import answer
from core.api.writes import perform
from listings.models import Listing
from posts.shapes import NEWEST_FIRST
from requests_app.models import FoodRequest


class CommitmentsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="commitments_list",
        parameters=[SearchParameters],
        responses=CommitmentListSerializer,
    )
    def get(self, request: Request) -> Response:
        """One's own commitments, newest first; of organizations one acts for, too."""
        asked = checked(SearchParameters, request.query_params)
        by = person(request)
        found = Commitment.objects.with_parties()
        role = asked.get("role")
        found = found.with_side(role, by) if role else found.visible_to(by)
        if state := asked.get("state"):
            found = found.in_state(state)
        page, next_cursor = keyset_page(
            found,
            order=NEWEST_FIRST,
            limit=read_limit(request.query_params.get("limit")),
            cursor=asked.get("cursor"),
        )
        return answer({"items": _shown(request, page)}, next=next_cursor)

    @extend_schema(
        request=NewCommitmentBody, responses={201: CommitmentSerializer, 200: CommitmentSerializer}
    )
    def post(self, request: Request) -> Response:
        """Propose a hand-over; the same id with the same content makes one."""
        asked = checked(NewCommitmentBody, request.data)
        by, commitment_id = person(request), asked["id"]
        draft = services.ProposalDraft(
            listing=post_named(
                Listing, asked.get("listing"), by=by, commitment_id=commitment_id, field="listing"
            ),
            request=post_named(
                FoodRequest,
                asked.get("request"),
                by=by,
                commitment_id=commitment_id,
                field="request",
            ),
            quantity=asked["quantity"],
            handover_start=asked["window"]["start"],
            handover_end=asked["window"]["end"],
            travel=asked["travel"],
            meeting_point=asked["meeting_point"],
            message=asked["message"],
            organization=organization_named(asked.get("organization")),
        )
        commitment, is_new = services.propose(by=by, commitment_id=commitment_id, draft=draft)
        return _answered(request, commitment.pk, status=201 if is_new else 200)


class CommitmentView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=CommitmentSerializer)
    def get(self, request: Request, commitment_id: UUID) -> Response:
        """One commitment, for its two sides; anybody else gets 404."""
        return _answered(request, commitment_id)


class VerbView(APIView):
    """A verb without a body. Harmless twice."""

    permission_classes = (IsAuthenticated,)
    verb: ClassVar[Callable[..., Commitment]]

    @extend_schema(request=None, responses=CommitmentSerializer)
    def post(self, request: Request, commitment_id: UUID) -> Response:
        commitment = _visible(request, commitment_id)
        by = person(request)
        perform(request, lambda: type(self).verb(commitment=commitment, by=by))
        return _answered(request, commitment_id)


class AcceptView(VerbView):
    """Agree to a proposal of the other side. Harmless twice."""

    verb = staticmethod(services.accept)


class DeclineView(VerbView):
    """Say no to a proposal of the other side; its quantity is free again. Harmless twice."""

    verb = staticmethod(services.decline)


class CancelView(VerbView):
    """Take back one's proposal, or an agreed promise by either side. Harmless twice."""

    verb = staticmethod(services.cancel)


class DisputeView(VerbView):
    """Say that the hand-over stated by the other side did not happen so. Harmless twice."""

    verb = staticmethod(services.dispute)


class MissedView(VerbView):
    """Say, after its time, that the hand-over did not happen. Harmless twice."""

    verb = staticmethod(services.miss)


class HandOverView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=HandOverBody, responses=CommitmentSerializer)
    def post(self, request: Request, commitment_id: UUID) -> Response:
        """Say that it changed hands, wholly or in part; the rest is open again. Harmless twice."""
        commitment = _visible(request, commitment_id)
        by, asked = person(request), checked(HandOverBody, request.data)
        quantity = asked.get("quantity")
        perform(
            request, lambda: services.hand_over(commitment=commitment, by=by, quantity=quantity)
        )
        return _answered(request, commitment_id)


def _visible(request: Request, commitment_id: UUID) -> Commitment:
    own = Commitment.objects.visible_to(person(request)).with_parties()
    found: Commitment = get_object_or_404(own, pk=commitment_id)
    return found


def _answered(request: Request, commitment_id: UUID, *, status: int = 200) -> Response:
    return answer(_shown(request, [_visible(request, commitment_id)])[0], status=status)


def _shown(request: Request, commitments: Sequence[Commitment]) -> list[dict[str, Any]]:
    sides = sides_of(request.user, commitments)
    places = places_for(commitments, sides)
    return [
        as_json(row, side=side, place=places.get(row.pk))
        for row in commitments
        if (side := sides[row.pk]) is not None
    ]


ONE = "commitments/<uuid:commitment_id>"
api_urls = [
    path("commitments", CommitmentsView.as_view()),
    path(ONE, CommitmentView.as_view()),
    path(f"{ONE}/accept", AcceptView.as_view()),
    path(f"{ONE}/decline", DeclineView.as_view()),
    path(f"{ONE}/cancel", CancelView.as_view()),
    path(f"{ONE}/hand-over", HandOverView.as_view()),
    path(f"{ONE}/dispute", DisputeView.as_view()),
    path(f"{ONE}/missed", MissedView.as_view()),
]
