"""What a webhook was told, trying it out, and telling it again."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.writes import perform
from partners.webhooks import services
from partners.webhooks.asking import own_delivery, own_webhook
from partners.webhooks.shapes import (
    DeliveryListSerializer,
    DeliveryParameters,
    DeliverySerializer,
    delivery_json,
)
from posts.shapes import NEWEST_FIRST


class DeliveriesView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="webhooks_deliveries_list",
        description="What it was told within the last thirty days, newest first.",
        parameters=[DeliveryParameters],
        responses=DeliveryListSerializer,
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        asked = checked(DeliveryParameters, request.query_params)
        rows = own_webhook(person(request), webhook_id).deliveries.with_event()
        if state := asked.get("state"):
            rows = rows.in_state(state)
        page, following = keyset_page(
            rows, order=NEWEST_FIRST, limit=asked["limit"], cursor=asked.get("cursor")
        )
        return answer({"items": [delivery_json(each) for each in page]}, next=following)


class TestView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="webhooks_test",
        description="Send it a `webhook.ping`. The delivery says how that went.",
        request=None,
        responses={202: DeliverySerializer},
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        by = person(request)
        webhook = own_webhook(by, webhook_id)
        perform(request, lambda: services.ping(webhook=webhook, by=by), to=webhook)
        newest = webhook.deliveries.filter(event=None).order_by(*NEWEST_FIRST)[0]
        return answer(delivery_json(newest), status=202)


class RedeliverView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="webhooks_deliveries_redeliver",
        description="Send something once more, with the same `webhook-id`.",
        request=None,
        responses={202: DeliverySerializer},
    )
    def post(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> Response:
        by = person(request)
        webhook = own_webhook(by, webhook_id)
        delivery = own_delivery(webhook, delivery_id)
        perform(request, lambda: services.redeliver(delivery=delivery, by=by), to=webhook)
        return answer(delivery_json(own_delivery(webhook, delivery_id)), status=202)
