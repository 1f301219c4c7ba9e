"""What organizations and their members look like on the wire."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.me import PointSerializer
from accounts.enums import OrganizationKind, Role
from accounts.models import Membership, Organization
from accounts.validators import validate_opening_hours, validate_special_days
from catalog.models import Category
from core.geo.models import ExactPlace, Precision


class DoorSerializer(PointSerializer):
    """An exact place with its address, for those who may know it."""

    address = serializers.CharField(max_length=200, allow_blank=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return attrs if set(attrs) == {"address"} else super().validate(attrs)


class OrganizationBody(serializers.Serializer[Any]):
    """What its people may change."""

    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=OrganizationKind.choices)
    description = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    opening_hours = serializers.JSONField(validators=[validate_opening_hours], required=False)
    special_days = serializers.JSONField(
        validators=[validate_special_days],
        required=False,
        help_text="Day → spans of local times, none for closed; past days may be left out.",
    )
    accepts = serializers.SlugRelatedField(
        slug_field="slug", many=True, required=False, queryset=Category.objects.all()
    )
    place = DoorSerializer()
    place_is_public = serializers.BooleanField(required=False)
    public_precision = serializers.ChoiceField(choices=Precision.choices, required=False)


class NewOrganizationBody(OrganizationBody):
    id = serializers.UUIDField()


class OrganizationSerializer(serializers.Serializer[Organization]):
    """What everyone sees; `cell` stands for the place."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=OrganizationKind.choices)
    description = serializers.CharField()
    opening_hours = serializers.JSONField()
    special_days = serializers.JSONField()
    accepts = serializers.SerializerMethodField(help_text="Slugs of categories.")
    cell = serializers.CharField()
    place_is_public = serializers.BooleanField()
    public_precision = serializers.IntegerField()
    last_verified = serializers.DateTimeField()
    role = serializers.ChoiceField(
        choices=Role.choices, source="my_role", allow_null=True, help_text="Your own, if any."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_accepts(self, organization: Organization) -> list[str]:
        return [category.slug for category in organization.accepts.all()]


class FoundOrganizationSerializer(OrganizationSerializer):
    distance_km = serializers.SerializerMethodField(
        help_text="From the centre of the cell; null without a place asked for."
    )

    def get_distance_km(self, organization: Organization) -> float | None:
        distance: float | None = self.context["distance_km"]
        return distance


class OrganizationDetailSerializer(OrganizationSerializer):
    place = serializers.SerializerMethodField(
        help_text="Null unless it is public or you belong to it."
    )

    @extend_schema_field(DoorSerializer(allow_null=True))
    def get_place(self, organization: Organization) -> dict[str, Any] | None:
        place: ExactPlace | None = self.context["place"]
        if place is None:
            return None
        return {"lat": place.point.lat, "lon": place.point.lon, "address": place.label}


class OrganizationListSerializer(serializers.Serializer[Any]):
    items = FoundOrganizationSerializer(many=True)


class MemberSerializer(serializers.Serializer[Membership]):
    id = serializers.UUIDField(source="user_id")
    name = serializers.CharField(source="user.name")
    role = serializers.ChoiceField(choices=Role.choices)
    is_program = serializers.BooleanField(source="user.is_program")


class MemberListSerializer(serializers.Serializer[Any]):
    items = MemberSerializer(many=True)


class RoleBody(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)


class SearchParameters(serializers.Serializer[Any]):
    lat = serializers.FloatField(min_value=-90, max_value=90, required=False)
    lon = serializers.FloatField(min_value=-180, max_value=180, required=False)
    kind = serializers.ChoiceField(choices=OrganizationKind.choices, required=False)
    q = serializers.CharField(max_length=120, required=False, help_text="Part of the name.")
    mine = serializers.BooleanField(required=False, help_text="Only those you belong to.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100)
    cursor = serializers.CharField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("lat" in attrs) != ("lon" in attrs):
            raise serializers.ValidationError({"lat": _("Give lat and lon together.")})
        return attrs
