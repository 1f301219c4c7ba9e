"""How the answers of the API are told to OpenAPI."""

from typing import Any

from rest_framework import serializers

from insights.enums import (
    CallOutcome,
    ClosedBecause,
    ExplanationContext,
    ExplanationState,
    Outlook,
    Severity,
    SignalKind,
    Source,
    Window,
)


class AggregateSerializer(serializers.Serializer[Any]):
    """One category of a cell over the window; `category` null is the total, at precision 6."""

    category = serializers.CharField(allow_null=True)
    listings = serializers.IntegerField()
    requests = serializers.IntegerField()
    commitments = serializers.IntegerField()
    kg_offered = serializers.CharField()
    kg_requested = serializers.CharField()
    kg_committed = serializers.CharField()
    kg_handed_over = serializers.CharField()
    kg_expired = serializers.CharField()
    fill_rate = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    median_minutes_to_commitment = serializers.IntegerField(allow_null=True)
    as_of = serializers.DateField()


class ExplanationSerializer(serializers.Serializer[Any]):
    """Words in the reader's language; with `retracted`, the text is empty and that says why."""

    text = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    model = serializers.CharField(allow_null=True)
    prompt_version = serializers.CharField()
    inputs = serializers.DictField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    retracted = serializers.CharField(allow_null=True)


class SignalSerializer(serializers.Serializer[Any]):
    """A stated imbalance. `numbers` holds what it rests on: whole grams, counts, shares."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=SignalKind.choices)
    cell = serializers.CharField()
    neighbour = serializers.CharField(
        allow_null=True, help_text="The cell on the other side of a mismatch."
    )
    category = serializers.CharField()
    window_days = serializers.ChoiceField(choices=Window.choices)
    severity = serializers.ChoiceField(choices=Severity.choices)
    confidence = serializers.FloatField(min_value=0, max_value=1)
    numbers = serializers.DictField()
    first_seen = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    explanation = ExplanationSerializer()


class FreshnessSerializer(serializers.Serializer[Any]):
    """Everything that happened until `as_of` is counted; that is `lag_seconds` ago, and `stale`
    when that is longer than usual."""

    as_of = serializers.DateTimeField()
    lag_seconds = serializers.IntegerField()
    stale = serializers.BooleanField()


class SummarySerializer(serializers.Serializer[Any]):
    cell = serializers.CharField()
    window_days = serializers.ChoiceField(choices=Window.choices)
    aggregates = AggregateSerializer(many=True)
    signals = SignalSerializer(many=True)
    freshness = FreshnessSerializer()


class DefinitionSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField()


class FactSerializer(serializers.Serializer[Any]):
    """A number as people read it, in the caller's language and units."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    definition = serializers.CharField(help_text="Where it is defined.")


class WhySerializer(serializers.Serializer[Any]):
    """Why we say this."""

    title = serializers.CharField()
    area = serializers.CharField()
    neighbouring_area = serializers.CharField(allow_null=True)
    strength = serializers.CharField()
    definition = DefinitionSerializer()
    facts = FactSerializer(many=True)
    made = serializers.CharField(help_text="How the text came about.")
    page = serializers.CharField()


class SignalDetailSerializer(SignalSerializer):
    """A signal that holds, with all that it rests on."""

    computed_at = serializers.DateTimeField()
    why = WhySerializer()


class CallSerializer(serializers.Serializer[Any]):
    """One call of a language model."""

    asked_at = serializers.DateTimeField()
    milliseconds = serializers.IntegerField(allow_null=True)
    outcome = serializers.ChoiceField(choices=CallOutcome.choices)
    error = serializers.CharField(allow_blank=True)
    model = serializers.CharField()
    tokens_in = serializers.IntegerField()
    tokens_out = serializers.IntegerField()
    cost_micros = serializers.IntegerField(help_text="Millionths of a dollar.")


class RetractionSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField()
    by = serializers.UUIDField(help_text="A pseudonym.")
    at = serializers.DateTimeField()


class TracedExplanationSerializer(serializers.Serializer[Any]):
    """A text with all that led to it; refused and failed ones too."""

    id = serializers.UUIDField()
    context = serializers.ChoiceField(choices=ExplanationContext.choices)  # type: ignore[assignment]
    language = serializers.CharField()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=ExplanationState.choices)
    text = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    model = serializers.CharField(allow_blank=True)
    prompt_version = serializers.CharField()
    inputs = serializers.DictField()
    inputs_hash = serializers.CharField()
    checks = serializers.ListField()
    tokens_in = serializers.IntegerField()
    tokens_out = serializers.IntegerField()
    cost_micros = serializers.IntegerField(help_text="Millionths of a dollar.")
    asked_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    calls = CallSerializer(many=True)
    retraction = RetractionSerializer(allow_null=True)


class TraceSerializer(serializers.Serializer[Any]):
    """A signal, whether it still holds or not, and every text there is of it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=SignalKind.choices)
    cell = serializers.CharField()
    neighbour = serializers.CharField(allow_null=True)
    category = serializers.CharField()
    version = serializers.IntegerField()
    numbers = serializers.DictField()
    inputs_hash = serializers.CharField()
    first_seen = serializers.DateTimeField()
    computed_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_because = serializers.ChoiceField(choices=ClosedBecause.choices, allow_null=True)
    superseded_by = serializers.UUIDField(allow_null=True)
    explanations = TracedExplanationSerializer(many=True)


class WeekSerializer(serializers.Serializer[Any]):
    """Seven days that ended with a Sunday, `as_of`."""

    cell = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    as_of = serializers.DateField()
    listings = serializers.IntegerField()
    requests = serializers.IntegerField()
    commitments = serializers.IntegerField()
    kg_offered = serializers.CharField()
    kg_requested = serializers.CharField()
    kg_committed = serializers.CharField()
    kg_handed_over = serializers.CharField()
    kg_expired = serializers.CharField()
    median_minutes_to_commitment = serializers.IntegerField(allow_null=True)
    expires_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": serializers.DateField()}


class ForecastSerializer(serializers.Serializer[Any]):
    """What is likely in a region, between low and high about four times in five."""

    cell = serializers.CharField()
    category = serializers.CharField()
    outlook = serializers.ChoiceField(choices=Outlook.choices)
    as_of = serializers.DateField()
    until = serializers.DateField()
    kg_offered = serializers.CharField()
    kg_offered_low = serializers.CharField()
    kg_offered_high = serializers.CharField()
    kg_requested = serializers.CharField()
    kg_requested_low = serializers.CharField()
    kg_requested_high = serializers.CharField()
    weeks_seen = serializers.IntegerField()
    tests_made = serializers.IntegerField()
    usual_error = serializers.FloatField(help_text="As a share of what came.")
    usual_error_of_last_week = serializers.FloatField(help_text="That of “as last week”.")
    definition = serializers.CharField()
    computed_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": serializers.DateField()}


class HistorySerializer(serializers.Serializer[Any]):
    items = WeekSerializer(many=True)


class ForecastsSerializer(serializers.Serializer[Any]):
    cell = serializers.CharField(help_text="The region.")
    items = ForecastSerializer(many=True)


class SuggestionSerializer(serializers.Serializer[Any]):
    """What is short, or is likely to be; catalog foods to share now, or whose season begins."""

    category = serializers.CharField()
    signal = SignalSerializer(allow_null=True)
    forecast = ForecastSerializer(allow_null=True)
    share = serializers.ListField(child=serializers.CharField())
    grow = serializers.ListField(child=serializers.CharField())


class GuidanceSerializer(serializers.Serializer[Any]):
    """Without a home, or switched off (`PATCH me`), there are no suggestions."""

    guidance = serializers.BooleanField(help_text="Whether it is switched on.")
    home_cell = serializers.CharField(allow_blank=True)
    items = SuggestionSerializer(many=True)


class FiguresWishSerializer(serializers.Serializer[Any]):
    """Which figures are missed."""

    cell = serializers.CharField(help_text="A geohash of 4 to 6 characters.")
    window = serializers.ChoiceField(choices=Window.choices)


class FiguresWishedSerializer(serializers.Serializer[Any]):
    """What was asked for."""

    cell = serializers.CharField()
    window_days = serializers.ChoiceField(choices=Window.choices)
