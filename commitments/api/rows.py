"""`commitments`: promises over the API, each seen from the caller's side."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from commitments import services
from commitments.api.showing import answered, shown
from commitments.bodies import NewCommitmentBody, SearchParameters
from commitments.models import Commitment
from commitments.shapes import CommitmentListSerializer, CommitmentSerializer
from commitments.targets import organization_named, post_named
from core.api.cursors import keyset_page, read_limit
from core.api.renderers import answer
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
        return answer({"items": shown(request, page)}, next=next_cursor)

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
        return answered(request, commitment.pk, status=201 if is_new else 200)


class CommitmentView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=CommitmentSerializer)
    def get(self, request: Request, commitment_id: UUID) -> Response:
        """One commitment, for its two sides; anybody else gets 404."""
        return answered(request, commitment_id)
