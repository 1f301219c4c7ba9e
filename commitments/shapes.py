"""What commitments look like on the wire."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from accounts.api.me import PointSerializer
from catalog.units import Unit, kilograms_text
from commitments.bodies import WindowSerializer
from commitments.enums import CancelReason, CommitmentState, Side, Thanks, Travel, Verb
from commitments.models import Commitment, OfferedWindow
from commitments.permissions import allowed_to
from commitments.reliability import Kept
from core.geo.models import ExactPlace
from posts.shapes import FoodRefSerializer, OwnerSerializer, decimal_text


class OfferedWindowSerializer(WindowSerializer):
    id = serializers.IntegerField()


class ThanksSerializer(serializers.Serializer[Any]):
    by = serializers.ChoiceField(choices=Side.choices)
    phrase = serializers.ChoiceField(choices=Thanks.choices)
    note = serializers.CharField()


class KeptSerializer(serializers.Serializer[Any]):
    kept = serializers.IntegerField()
    counted = serializers.IntegerField()


class CodeSerializer(serializers.Serializer[Any]):
    """The hand-over code, for its receiver to show."""

    code = serializers.CharField()
    url = serializers.URLField(help_text="For a QR code: where the giver confirms.")


class CalendarSerializer(serializers.Serializer[Any]):
    """The secret address of one's own calendar."""

    url = serializers.URLField(allow_null=True, help_text="Null where there is none.")


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
    confirmed = serializers.BooleanField(help_text="Both sides have said that it was so.")
    disputed = serializers.BooleanField()
    waits_for = serializers.ChoiceField(
        choices=Side.choices, allow_null=True, help_text="Whose answer an open question waits for."
    )
    offered_windows = OfferedWindowSerializer(many=True, help_text="Other times to choose from.")
    ended_by = serializers.ChoiceField(choices=Side.choices, allow_null=True)
    reason = serializers.ChoiceField(
        choices=CancelReason.choices, allow_null=True, help_text="Why it was cancelled."
    )
    note = serializers.CharField(help_text="More about the reason.")
    thanks = ThanksSerializer(many=True)
    reliability = KeptSerializer(
        allow_null=True,
        help_text="How often the other side kept its word; only while this is live.",
    )
    expires_at = serializers.DateTimeField(help_text="An answer is expected by then.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CommitmentListSerializer(serializers.Serializer[Any]):
    items = CommitmentSerializer(many=True)


def as_json(
    row: Commitment,
    *,
    side: Side,
    place: ExactPlace | None,
    windows: Sequence[OfferedWindow],
    kept: Kept | None,
) -> dict[str, Any]:
    """A commitment for the person on `side`.

    Args:
        row: with its parties.
        side: the caller's.
        place: exact, if they may see it now.
        windows: other times on offer.
        kept: how often the other side kept its word.
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
        "confirmed": row.confirmed_at is not None,
        "disputed": row.disputed_at is not None,
        "waits_for": _waits_for(row),
        "offered_windows": [{"id": w.pk, "start": w.start, "end": w.end} for w in windows],
        "ended_by": _ended_by(row),
        "reason": row.cancel_reason or None,
        "note": row.cancel_note,
        "thanks": _thanks(row),
        "reliability": kept and kept._asdict(),
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


def _waits_for(row: Commitment) -> Side | None:
    """The side that a proposal, or an offer of other times, waits for."""
    proposed = row.state == CommitmentState.PROPOSED
    moved = row.state == CommitmentState.ACCEPTED and row.offered_by_giver is not None
    if not proposed and not moved:
        return None
    return Side.RECEIVER if row.spoken_by(Side.GIVER) else Side.GIVER


def _ended_by(row: Commitment) -> Side | None:
    if row.ended_by_giver is None:
        return None
    return Side.GIVER if row.ended_by_giver else Side.RECEIVER


def _thanks(row: Commitment) -> list[dict[str, Any]]:
    return [
        {
            "by": side,
            "phrase": getattr(row, f"{side}_thanks"),
            "note": getattr(row, f"{side}_thanks_note"),
        }
        for side in Side
        if row.thanked_by(side)
    ]


def _place(place: ExactPlace) -> dict[str, Any]:
    return {"lat": place.point.lat, "lon": place.point.lon, "label": place.label}
