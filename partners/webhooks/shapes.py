"""What the API takes and gives for webhooks."""

from typing import Any

from rest_framework import serializers

from partners.models import Webhook, WebhookDelivery
from partners.models.webhooks import LONGEST_CELL, LONGEST_URL
from partners.webhooks.enums import (
    PING,
    EventType,
    WebhookDeliveryState,
    WebhookState,
    WhyDisabled,
)

TOLD = [*EventType.choices, (PING, "A trial")]


class WebhookSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization = serializers.UUIDField()
    url = serializers.CharField()
    event_types = serializers.ListField(child=serializers.ChoiceField(choices=EventType.choices))
    cell = serializers.CharField(allow_blank=True, help_text="A geohash; empty for everywhere.")
    state = serializers.ChoiceField(choices=WebhookState.choices)
    disabled_because = serializers.ChoiceField(choices=WhyDisabled.choices, allow_null=True)
    state_since = serializers.DateTimeField()
    failing_since = serializers.DateTimeField(allow_null=True)
    secret_made_at = serializers.DateTimeField()
    old_secret_until = serializers.DateTimeField(
        allow_null=True, help_text="Until then the secret before the last rotation signs too."
    )
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class WebhookWithSecretSerializer(WebhookSerializer):
    secret = serializers.CharField(
        allow_null=True,
        help_text="Shown this once. Null where the same call was answered before: rotate then.",
    )


class WebhookListSerializer(serializers.Serializer[Any]):
    items = WebhookSerializer(many=True)


class DeliverySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="The `webhook-id` of its calls.")
    event = serializers.UUIDField(allow_null=True)
    type = serializers.ChoiceField(choices=TOLD)
    state = serializers.ChoiceField(choices=WebhookDeliveryState.choices)
    attempts = serializers.IntegerField()
    due_at = serializers.DateTimeField(allow_null=True, help_text="Of the next attempt.")
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    last_status = serializers.IntegerField(allow_null=True)
    last_error = serializers.CharField()


class DeliveryListSerializer(serializers.Serializer[Any]):
    items = DeliverySerializer(many=True)


class WebhookChanges(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=LONGEST_URL)
    event_types = serializers.ListField(
        child=serializers.ChoiceField(choices=EventType.choices),
        allow_empty=False,
        max_length=len(EventType),
    )
    cell = serializers.CharField(
        max_length=LONGEST_CELL,
        allow_blank=True,
        required=False,
        help_text="A geohash of 4 to 6 signs; empty for everywhere.",
    )


class NewWebhookBody(WebhookChanges):
    id = serializers.UUIDField(help_text="Your own.")
    organization = serializers.UUIDField(
        required=False, help_text="Whose it is; may be left out by who acts for one only."
    )


class ListParameters(serializers.Serializer[Any]):
    organization = serializers.UUIDField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=30)
    cursor = serializers.CharField(required=False, help_text="From `meta.next`.")


class DeliveryParameters(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=WebhookDeliveryState.choices, required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=30)
    cursor = serializers.CharField(required=False, help_text="From `meta.next`.")


def webhook_json(webhook: Webhook) -> dict[str, Any]:
    names = (
        *("id", "url", "event_types", "cell", "state", "state_since", "failing_since"),
        *("secret_made_at", "old_secret_until", "version", "created_at", "updated_at"),
    )
    return {
        **{name: getattr(webhook, name) for name in names},
        "organization": webhook.organization_id,
        "disabled_because": webhook.disabled_because or None,
    }


def delivery_json(delivery: WebhookDelivery) -> dict[str, Any]:
    names = ("id", "state", "attempts", "created_at", "sent_at", "last_status", "last_error")
    is_waiting = delivery.state == WebhookDeliveryState.PLANNED
    return {
        **{name: getattr(delivery, name) for name in names},
        "event": delivery.event_id,
        "type": delivery.event_type,
        "due_at": delivery.due_at if is_waiting else None,
    }
