"""What is sent about standing things, and their days as they are told."""

from decimal import Decimal
from itertools import islice
from typing import Any

from rest_framework import serializers

from accounts.models import Organization
from catalog.enums import Allergen, Diet, Storage
from catalog.units import Unit
from posts.shapes import CategoryField, FoodField
from standing.calendar import days_from
from standing.enums import DayOfWeek, Kind, OccasionState, StandingState
from standing.models import LONGEST_DAYS, Standing
from standing.presenters import WEEKS_SHOWN


class StandingChanges(serializers.Serializer[Any]):
    """What its owner may change; what is not sent stays."""

    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=Decimal("0.001"), help_text="Of each occasion."
    )
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    allergens = serializers.ListField(
        child=serializers.ChoiceField(choices=Allergen.choices),
        required=False,
        help_text="In a listing; to be avoided, in a request.",
    )
    diets = serializers.ListField(
        child=serializers.ChoiceField(choices=Diet.choices), required=False
    )
    weekday = serializers.ChoiceField(choices=DayOfWeek.choices)
    opens = serializers.TimeField(required=False, allow_null=True, help_text="Of a listing.")
    closes = serializers.TimeField()
    days_open = serializers.IntegerField(required=False, min_value=0, max_value=LONGEST_DAYS)
    days_ahead = serializers.IntegerField(required=False, min_value=0, max_value=LONGEST_DAYS)
    timezone = serializers.CharField(required=False, max_length=64, help_text="Yours by default.")
    last_day = serializers.DateField(required=False, allow_null=True)


class NewStandingBody(StandingChanges):
    id = serializers.UUIDField(help_text="Your own: sent again, it makes nothing twice.")
    kind = serializers.ChoiceField(choices=Kind.choices)
    food = FoodField(required=False, allow_null=True)
    category = CategoryField(required=False, allow_null=True)
    unit = serializers.ChoiceField(choices=Unit.choices)
    storage = serializers.ChoiceField(choices=Storage.choices, required=False, allow_blank=True)
    first_day = serializers.DateField(required=False, allow_null=True)
    organization = serializers.PrimaryKeyRelatedField(
        queryset=Organization.objects.select_related("exact_place"),
        pk_field=serializers.UUIDField(),
        required=False,
        allow_null=True,
        help_text="That you act for.",
    )


class PauseBody(serializers.Serializer[Any]):
    until = serializers.DateField(
        required=False, allow_null=True, help_text="Until you resume it, without one."
    )


class DayBody(serializers.Serializer[Any]):
    day = serializers.DateField()


def known_days(standing: Standing) -> list[dict[str, Any]]:
    """The next weeks, each day with its state and the post made for it."""
    if standing.state == StandingState.ENDED:
        return []
    today = standing.local_today
    states = dict(standing.occasions.since(today).values_list("day", "state"))
    days = []
    for day in islice(days_from(standing, today), WEEKS_SHOWN):
        state = states.get(day, OccasionState.AHEAD)
        posted = state == OccasionState.POSTED
        made = standing.post_id(day) if posted else None
        days.append({"day": day, "state": state, "post": made})
    return days
