"""`webhooks`: an organization's receivers, for its programs and its people."""

from __future__ import annotations

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, meant_organization, person
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.versions import tagged
from core.api.writes import perform, was_done_before
from partners.models import Webhook
from partners.webhooks import hearing, services
from partners.webhooks.api_deliveries import DeliveriesView, RedeliverView, TestView
from partners.webhooks.asking import own_webhook
from partners.webhooks.services import WebhookDraft
from partners.webhooks.shapes import (
    ListParameters,
    NewWebhookBody,
    WebhookChanges,
    WebhookListSerializer,
    WebhookSerializer,
    WebhookWithSecretSerializer,
    webhook_json,
)
from posts.shapes import NEWEST_FIRST


class WebhooksView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="webhooks_list",
        description="Those of the organizations that the caller acts for, newest first.",
        parameters=[ListParameters],
        responses=WebhookListSerializer,
    )
    def get(self, request: Request) -> Response:
        asked = checked(ListParameters, request.query_params)
        rows = Webhook.objects.visible_to(person(request))
        if organization := asked.get("organization"):
            rows = rows.filter(organization=organization)
        page, following = keyset_page(
            rows, order=NEWEST_FIRST, limit=asked["limit"], cursor=asked.get("cursor")
        )
        return answer({"items": [webhook_json(each) for each in page]}, next=following)

    @extend_schema(
        operation_id="webhooks_create",
        description="Have an address called when something happens. The secret that signs the "
        "calls is in this answer and never again. The same id with the same content makes one.",
        request=NewWebhookBody,
        responses={201: WebhookWithSecretSerializer, 200: WebhookWithSecretSerializer},
    )
    def post(self, request: Request) -> Response:
        said, by = checked(NewWebhookBody, request.data), person(request)
        hearing.require(request.auth, said["event_types"])
        webhook_id = said.pop("id")
        organization = meant_organization(request, said.pop("organization", None))
        webhook, secret = services.subscribe(
            by=by, organization=organization, webhook_id=webhook_id, draft=WebhookDraft(**said)
        )
        shown = {**webhook_json(webhook), "secret": secret or None}
        return _tagged(answer(shown, status=201 if secret else 200), webhook)


class WebhookView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="webhooks_retrieve", description="One.", responses=WebhookSerializer
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        return _shown(own_webhook(person(request), webhook_id))

    @extend_schema(
        operation_id="webhooks_update",
        description="Change where it is called, or what it is told. What waits goes to the new "
        "address.",
        request=WebhookChanges(partial=True),
        responses=WebhookSerializer,
    )
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        by = person(request)
        webhook = own_webhook(by, webhook_id)
        said = checked(WebhookChanges, request.data, partial=True)
        hearing.require(request.auth, [*webhook.event_types, *said.get("event_types", ())])
        if not was_done_before(request):
            told = services.checked_changes(webhook=webhook, by=by, **said)
            write = lambda: services.write_changes(webhook=webhook, by=by, told=told)  # noqa: E731
            perform(request, write, to=webhook)
        return _shown(own_webhook(by, webhook_id))

    @extend_schema(
        operation_id="webhooks_delete",
        description="Call it no more, and forget what it was told.",
        responses={204: None},
    )
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        if was_done_before(request):
            return answer(None, status=204)
        by = person(request)
        webhook = own_webhook(by, webhook_id)
        perform(request, lambda: services.forget(webhook=webhook, by=by), to=webhook)
        return answer(None, status=204)


class RotateView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="webhooks_rotate",
        description="A new secret, in this answer and never again. The old one signs beside it "
        "for 24 hours; one that is older still, no more.",
        request=None,
        responses=WebhookWithSecretSerializer,
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        by = person(request)
        webhook, made = own_webhook(by, webhook_id), list[str]()
        perform(request, lambda: made.append(services.rotate(webhook=webhook, by=by)), to=webhook)
        shown = own_webhook(by, webhook_id)
        secret = made[0] if made else None
        return _tagged(answer({**webhook_json(shown), "secret": secret}), shown)


class EnableView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="webhooks_enable",
        description="Call it again from now on. What was not sent while it was off can be sent "
        "again, one by one.",
        request=None,
        responses=WebhookSerializer,
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        by = person(request)
        webhook = own_webhook(by, webhook_id)
        perform(request, lambda: services.enable(webhook=webhook, by=by), to=webhook)
        return _shown(own_webhook(by, webhook_id))


class DisableView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="webhooks_disable",
        description="Call it no more for now. What waits is not sent; what happens meanwhile is "
        "not kept for it.",
        request=None,
        responses=WebhookSerializer,
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        by = person(request)
        webhook = own_webhook(by, webhook_id)
        perform(request, lambda: services.disable(webhook=webhook, by=by), to=webhook)
        return _shown(own_webhook(by, webhook_id))


def _shown(webhook: Webhook) -> Response:
    return _tagged(answer(webhook_json(webhook)), webhook)


def _tagged(response: Response, webhook: Webhook) -> Response:
    told: Response = tagged(response, webhook)
    return told


ONE = "webhooks/<uuid:webhook_id>"

api_urls = [
    path("webhooks", WebhooksView.as_view(), name="webhook-list"),
    path(ONE, WebhookView.as_view(), name="webhook-detail"),
    path(f"{ONE}/rotate", RotateView.as_view(), name="webhook-rotate"),
    path(f"{ONE}/enable", EnableView.as_view(), name="webhook-enable"),
    path(f"{ONE}/disable", DisableView.as_view(), name="webhook-disable"),
    path(f"{ONE}/test", TestView.as_view(), name="webhook-test"),
    path(f"{ONE}/deliveries", DeliveriesView.as_view(), name="webhook-deliveries"),
    path(
        f"{ONE}/deliveries/<uuid:delivery_id>/redeliver",
        RedeliverView.as_view(),
        name="webhook-redeliver",
    ),
]
