"""What the API says of programs, and is told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.enums import ClientState
from accounts.models import ApiClient
from accounts.models.client import MOST_A_DAY, MOST_A_SECOND
from accounts.scopes import Scope

MOST_DAYS = 90


class PlanSerializer(serializers.Serializer[Any]):
    per_second = serializers.IntegerField(min_value=1, max_value=MOST_A_SECOND)
    burst = serializers.IntegerField(min_value=1, max_value=MOST_A_SECOND)
    per_day = serializers.IntegerField(min_value=1, max_value=MOST_A_DAY)


class ApiClientSerializer(serializers.Serializer[ApiClient]):
    id = serializers.UUIDField(help_text="Also the program's `client_id`.")
    name = serializers.CharField()
    purpose = serializers.CharField()
    state = serializers.ChoiceField(choices=ClientState.choices)
    asked_scopes = serializers.ListField(child=serializers.CharField())
    granted_scopes = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField(help_text="Of a refusal; else empty.")
    plan = PlanSerializer()
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(
        allow_null=True, help_text="To the hour or so; null before its first call."
    )


class ApiClientListSerializer(serializers.Serializer[Any]):
    items = ApiClientSerializer(many=True)


class ApiClientBody(serializers.Serializer[Any]):
    """What an organization says of a program."""

    name = serializers.CharField(max_length=80)
    purpose = serializers.CharField(max_length=500, help_text="Read by the operator who decides.")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices),
        min_length=1,
        max_length=len(Scope),
        help_text="Fewer hold at once; more wait for an operator.",
    )


class NewApiClientBody(ApiClientBody):
    id = serializers.UUIDField(help_text="Your own: sent again, it makes nothing twice.")


class RotateBody(serializers.Serializer[Any]):
    end_tokens = serializers.BooleanField(
        default=False,
        help_text="Also end the tokens given so far, because the secret has got about.",
    )


class SecretSerializer(serializers.Serializer[Any]):
    client_id = serializers.UUIDField()
    client_secret = serializers.CharField(
        allow_null=True,
        help_text="Shown once; null in the repeat of a call under one Idempotency-Key.",
    )


class UsageParameters(serializers.Serializer[Any]):
    days = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_DAYS, help_text="How many, today included; 30."
    )


class DayUsageSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    calls = serializers.IntegerField()
    refused = serializers.IntegerField(help_text="With 429.")


class UsageSerializer(serializers.Serializer[Any]):
    items = DayUsageSerializer(many=True)
    plan = PlanSerializer()
