"""What commitments look like on the wire."""

from typing import Any

from rest_framework import serializers

from accounts.api.me import PointSerializer
from catalog.units import Unit, kilograms_text
from commitments.enums import CommitmentState, Side, Travel, Verb
from commitments.models import Commitment
from commitments.permissions import allowed_to
from core.geo.models import ExactPlace
from posts.shapes import FoodRefSerializer, MomentField, OwnerSerializer, decimal_text


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


class SearchParameters(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Side.choices, required=False)
    state = serializers.ChoiceField(choices=CommitmentState.choices, required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100)
    cursor = serializers.CharField(required=False)


class HandOverPlaceSerializer(PointSerializer):
    """Exact, with its address or description."""

    label = serializers.CharField()  # type: ignore[assignment]


class CommitmentSerializer(serializers.Serializer[Any]):
    """A commitment as one of its sides sees it."""

    id = serializers.UUIDField()
    listing = serializers.UUIDField(allow_null=True)
    request = serializers.UUIDField(allow_null=True)
    role = serializers.ChoiceField(choices=Side.choices, help_text="Your own side.")
    giver = OwnerSerializer()
    receiver = OwnerSerializer()
    proposed_by = serializers.ChoiceField(choices=Side.choices)
    food = FoodRefSerializer(allow_null=True)
    category = serializers.CharField()
    quantity = serializers.CharField()
    unit = serializers.ChoiceField(choices=Unit.choices)
    kilograms = serializers.CharField(help_text="Estimated.")
    state = serializers.ChoiceField(choices=CommitmentState.choices)
    text = serializers.CharField(help_text="The state in words, for your side.")
    allowed = serializers.ListField(
        child=serializers.ChoiceField(choices=Verb.choices), help_text="Your next verbs."
    )
    window = WindowSerializer()
    travel = serializers.ChoiceField(choices=Travel.choices)
    meeting_point = serializers.CharField()
    message = serializers.CharField()
    place = HandOverPlaceSerializer(
        allow_null=True, help_text="Where to go, from acceptance until the commitment ends."
    )
    handed_over = serializers.CharField()
    disputed = serializers.BooleanField()
    expires_at = serializers.DateTimeField(help_text="An answer is expected by then.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CommitmentListSerializer(serializers.Serializer[Any]):
    items = CommitmentSerializer(many=True)


def as_json(row: Commitment, *, side: Side, place: ExactPlace | None) -> dict[str, Any]:
    """A commitment for the person on `side`.

    Args:
        row: with its parties.
        side: the caller's.
        place: exact, if they may see it now.
    """
    return {
        "id": row.pk,
        "listing": row.listing_id,
        "request": row.request_id,
        "role": side,
        "giver": _party(row, Side.GIVER),
        "receiver": _party(row, Side.RECEIVER),
        "proposed_by": Side.GIVER if row.proposed_by_giver else Side.RECEIVER,
        "food": row.food and {"slug": row.food.slug, "name": row.food.name},
        "category": row.category.slug,
        "quantity": decimal_text(row.quantity),
        "unit": row.unit,
        "kilograms": kilograms_text(row.grams),
        "state": row.state,
        "text": row.text_for(side),
        "allowed": allowed_to(side, row),
        "window": {"start": row.handover_start, "end": row.handover_end},
        "travel": row.travel,
        "meeting_point": row.meeting_point,
        "message": row.message,
        "place": place and _place(place),
        "handed_over": decimal_text(row.handed_over),
        "disputed": row.disputed_at is not None,
        "expires_at": row.expires_at,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _party(row: Commitment, side: Side) -> dict[str, Any]:
    organization_id = getattr(row, f"{side}_organization_id")
    return {
        "kind": "organization" if organization_id else "person",
        "id": organization_id or getattr(row, f"{side}_id"),
        "name": row.name_of(side),
    }


def _place(place: ExactPlace) -> dict[str, Any]:
    return {"lat": place.point.lat, "lon": place.point.lon, "label": place.label}
