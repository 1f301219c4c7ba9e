"""What callers of the API send."""

from typing import Any

from rest_framework import serializers

from commitments.enums import CancelReason, CommitmentState, Side, Thanks, Travel
from posts.shapes import MomentField


class WindowSerializer(serializers.Serializer[Any]):
    start = MomentField()
    end = MomentField()


class NewCommitmentBody(serializers.Serializer[Any]):
    """A proposal: on a listing, on a request, or joining one's own to another's."""

    id = serializers.UUIDField()
    listing = serializers.UUIDField(required=False, allow_null=True)
    request = serializers.UUIDField(required=False, allow_null=True)
    quantity = serializers.DecimalField(max_digits=12, decimal_places=3)
    window = WindowSerializer()
    travel = serializers.ChoiceField(choices=Travel.choices)
    meeting_point = serializers.CharField(
        max_length=200, allow_blank=True, default="", help_text="Needed when both meet."
    )
    message = serializers.CharField(max_length=1000, allow_blank=True, default="")
    organization = serializers.UUIDField(
        required=False, allow_null=True, help_text="In whose name, if not one's own."
    )


class HandOverBody(serializers.Serializer[Any]):
    quantity = serializers.DecimalField(
        max_digits=12,
        decimal_places=3,
        required=False,
        allow_null=True,
        help_text="All of it by default.",
    )
    code = serializers.CharField(
        max_length=20,
        required=False,
        allow_blank=True,
        help_text="Of the receiver, entered by the giver: then both have said it at once.",
    )


class CancelBody(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=CancelReason.choices, default=CancelReason.OTHER)
    note = serializers.CharField(
        max_length=300, allow_blank=True, default="", help_text="For the other side alone."
    )


class OfferWindowsBody(serializers.Serializer[Any]):
    windows = serializers.ListField(child=WindowSerializer(), min_length=1, max_length=3)


class ChooseWindowBody(serializers.Serializer[Any]):
    window = serializers.IntegerField(
        allow_null=True, help_text="One of `offered_windows`; null keeps the agreed time."
    )


class ThankBody(serializers.Serializer[Any]):
    phrase = serializers.ChoiceField(choices=Thanks.choices)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class SearchParameters(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Side.choices, required=False)
    state = serializers.ChoiceField(choices=CommitmentState.choices, required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100)
    cursor = serializers.CharField(required=False)
