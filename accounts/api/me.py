"""`me`: a person's own profile, the only answer that holds their address and exact home."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services
from accounts.api.asking import checked, person
from accounts.api.privacy import LeaveBody, LeftSerializer, leave
from accounts.enums import ContactPreference, Role, Units
from accounts.models import Membership, User
from accounts.models.person import TAGS_AT_MOST
from accounts.validators import (
    validate_birth_date,
    validate_language,
    validate_tag,
    validate_timezone,
)
from catalog.enums import Allergen, Diet
from core.api.writes import perform
from core.geo.cells import Point
from core.geo.models import Precision


class DegreesField(serializers.FloatField):
    """Degrees; what is no number is refused, yes and no too."""

    def to_internal_value(self, data: Any) -> float:
        value = super().to_internal_value(data)
        if isinstance(data, bool) or not math.isfinite(value):
            self.fail("invalid")
        return value


class PointSerializer(serializers.Serializer[Any]):
    lat = DegreesField(min_value=-90, max_value=90)
    lon = DegreesField(min_value=-180, max_value=180)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        # A partial update asks for no field, in here too; half a point is no place.
        if not {"lat", "lon"} <= set(attrs):
            raise serializers.ValidationError(_("Give lat and lon together."))
        return attrs


class MyOrganizationSerializer(serializers.Serializer[Membership]):
    id = serializers.UUIDField(source="organization.id")
    slug = serializers.CharField(source="organization.slug")
    name = serializers.CharField(source="organization.name")
    role = serializers.ChoiceField(choices=Role.choices)


class ProfileSerializer(serializers.Serializer[Any]):
    """What a person may change; `home` null forgets it."""

    display_name = serializers.CharField(max_length=80, allow_blank=True)
    nickname = serializers.CharField(
        max_length=40, allow_blank=True, help_text="Yours alone, whatever its capitals."
    )
    pronouns = serializers.CharField(max_length=40, allow_blank=True)
    bio = serializers.CharField(max_length=500, allow_blank=True)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=24, validators=[validate_tag]),
        max_length=TAGS_AT_MOST,
    )
    birth_date = serializers.DateField(
        allow_null=True, validators=[validate_birth_date], help_text="Shown to nobody else."
    )
    language = serializers.CharField(validators=[validate_language])
    units = serializers.ChoiceField(choices=Units.choices)
    timezone = serializers.CharField(validators=[validate_timezone])
    contact_preference = serializers.ChoiceField(choices=ContactPreference.choices)
    diets = serializers.ListField(child=serializers.ChoiceField(choices=Diet.choices))
    avoided_allergens = serializers.ListField(
        child=serializers.ChoiceField(choices=Allergen.choices)
    )
    share_radius_km = serializers.IntegerField(min_value=1, max_value=50)
    generated_text = serializers.BooleanField(
        help_text="Whether explanations may be a language model's; without, fixed sentences."
    )
    guidance = serializers.BooleanField(
        help_text="Whether to be shown what one could share or grow."
    )
    home = PointSerializer(allow_null=True)
    home_precision = serializers.ChoiceField(choices=Precision.choices)


class MeSerializer(ProfileSerializer):
    """The profile, and what follows from it or never changes."""

    id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField(read_only=True)
    home = PointSerializer(allow_null=True, source="home.point")
    home_cell = serializers.CharField(read_only=True)
    organizations = MyOrganizationSerializer(
        many=True, read_only=True, source="memberships_by_name"
    )
    created_at = serializers.DateTimeField(read_only=True)


class MeView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """One's own profile, with everything `PATCH` takes."""
        return Response(MeSerializer(_fresh(request)).data)

    @extend_schema(request=ProfileSerializer(partial=True), responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change one's own profile; what is not sent stays."""
        asked = checked(ProfileSerializer, request.data, partial=True)
        user = person(request)
        perform(request, lambda: services.change_settings(user=user, changes=_changes(asked)))
        return Response(MeSerializer(_fresh(request)).data)

    @extend_schema(request=LeaveBody, responses={200: LeftSerializer}, operation_id="me_destroy")
    def delete(self, request: Request) -> Response:
        """Erase your account for good; what you promised and offered ends."""
        return leave(request)


def _fresh(request: Request) -> User:
    return User.objects.select_related("home").get(pk=person(request).pk)


def _changes(asked: dict[str, Any]) -> dict[str, Any]:
    home = asked.get("home")
    return {**asked, "home": Point(**home)} if home else asked
