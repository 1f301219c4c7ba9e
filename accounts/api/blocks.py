"""`me/blocks`: with whom one wants to have nothing to do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import PageParameters, checked, person
from accounts.models import Block
from accounts.services import blocking
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.writes import perform


class NewBlockBody(serializers.Serializer[Any]):
    person = serializers.UUIDField(
        help_text="Id of somebody met in a commitment or a conversation; of others, 404."
    )


class BlockSerializer(serializers.Serializer[Any]):
    person = serializers.UUIDField()
    name = serializers.CharField()
    since = serializers.DateTimeField()


class BlockListSerializer(serializers.Serializer[Any]):
    items = BlockSerializer(many=True)


class BlocksView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="me_blocks_list",
        parameters=[PageParameters],
        responses=BlockListSerializer,
    )
    def get(self, request: Request) -> Response:
        """Whom one has blocked, the latest first."""
        asked = checked(PageParameters, request.query_params)
        page, following = keyset_page(
            Block.objects.filter(blocker=person(request)).select_related("blocked"),
            order=("-created_at", "-id"),
            limit=asked["limit"],
            cursor=asked.get("cursor"),
        )
        return answer({"items": [_as_json(row) for row in page]}, next=following)

    @extend_schema(
        operation_id="me_blocks_create",
        request=NewBlockBody,
        responses={201: BlockSerializer, 200: BlockSerializer},
    )
    def post(self, request: Request) -> Response:
        """Block somebody: both ways, and they are not told. Harmless twice."""
        asked, by = checked(NewBlockBody, request.data), person(request)
        other = blocking.known_to(by, asked["person"])
        if other is None:
            raise Http404
        made = list[bool]()
        perform(request, lambda: made.append(blocking.block(by=by, person=other)[1]))
        row = Block.objects.select_related("blocked").filter(blocker=by, blocked=other).first()
        if row is None:  # taken back since its first copy
            raise Http404
        return answer(_as_json(row), status=201 if any(made) else 200)


class BlockView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="me_blocks_destroy", responses={204: None})
    def delete(self, request: Request, person_id: UUID) -> Response:
        """Take a block back. Harmless twice."""
        by = person(request)
        perform(request, lambda: blocking.unblock(by=by, person_id=person_id))
        return Response(status=204)


def _as_json(block: Block) -> dict[str, Any]:
    return {"person": block.blocked_id, "name": block.blocked.name, "since": block.created_at}
