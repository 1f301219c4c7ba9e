"""What listings and requests have in common on the wire."""

from datetime import UTC
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.me import PointSerializer
from accounts.models import Organization, User
from catalog.enums import Unit
from catalog.models import Category, Food
from catalog.units import kilograms_text
from core.geo.cells import Point
from posts.models import Post

NEWEST_FIRST = ("-created_at", "-id")


class BySlugField(serializers.SlugRelatedField[Any]):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or not data.isprintable():
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(serializers.SlugField(help_text="Slug of a food, such as `tomato`."))
class FoodField(BySlugField):
    default_error_messages = {"does_not_exist": _("There is no food called “{value}”.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", queryset=Food.objects.with_units(), **kwargs)


@extend_schema_field(serializers.SlugField(help_text="Slug of a category."))
class CategoryField(BySlugField):
    default_error_messages = {"does_not_exist": _("There is no category called “{value}”.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", queryset=Category.objects.all(), **kwargs)


class MomentField(serializers.DateTimeField):
    """A time with its offset; one without is in UTC, as all that we answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class ManyField(serializers.ListField):
    """Several values, repeated (`diet=vegan&diet=halal`) or with commas (`diet=vegan,halal`)."""

    def to_internal_value(self, data: Any) -> list[Any]:
        parts = [part.strip() for text in data for part in str(text).split(",")]
        return super().to_internal_value([part for part in parts if part])


class PostChanges(serializers.Serializer[Any]):
    """What the author of any post may change."""

    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=Decimal("0.001"), help_text="The whole."
    )
    place = PointSerializer(required=False, allow_null=True)

    def validate_place(self, value: dict[str, float] | None) -> Point | None:
        return Point(**value) if value else None


class NewPostBody(PostChanges):
    """What every new post says; without `place` it stands at home, or where the organization is."""

    id = serializers.UUIDField(help_text="Your own: sent again, it makes nothing twice.")
    unit = serializers.ChoiceField(choices=Unit.choices)
    organization = serializers.PrimaryKeyRelatedField(
        queryset=Organization.objects.select_related("exact_place"),
        pk_field=serializers.UUIDField(),
        required=False,
        allow_null=True,
        help_text="That you act for.",
    )


class FoodRefSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField(help_text="In the caller's language.")


class OwnerSerializer(serializers.Serializer[Any]):
    """Who speaks; of a person neither id nor name is told to those who have not signed in."""

    kind = serializers.ChoiceField(choices=["person", "organization"])
    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField(allow_null=True)


class PostSerializer(serializers.Serializer[Any]):
    """Quantities and kilograms are strings of decimals; `cell` is the public place."""

    id = serializers.UUIDField()
    food = FoodRefSerializer()
    category = serializers.CharField()
    quantity = serializers.CharField()
    unit = serializers.ChoiceField(choices=Unit.choices)
    kilograms = serializers.CharField()
    quantity_remaining = serializers.CharField()
    cell = serializers.CharField()
    owner = OwnerSerializer()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    place = PointSerializer(
        required=False,
        help_text="For its own side in answers about one and with `mine`, and for the other side "
        "of an accepted commitment.",
    )


class PageParameters(serializers.Serializer[Any]):
    mine = serializers.BooleanField(required=False, help_text="Your own side's, ended ones too.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=30)
    cursor = serializers.CharField(required=False, help_text="From `meta.next`.")


def post_json(post: Post, viewer: User | AnonymousUser) -> dict[str, Any]:
    """A post as anyone who may know of it sees it; read it `with_party`."""
    food: Food | None = post.food
    return {
        "id": post.pk,
        "food": {"slug": food.slug, "name": food.name} if food else None,
        "category": post.category.slug,
        "quantity": decimal_text(post.quantity),
        "unit": post.unit,
        "kilograms": kilograms_text(post.grams),
        "quantity_remaining": decimal_text(post.remaining),
        "state": post.state,
        "cell": post.cell,
        "owner": owner_json(post, viewer),
        "created_at": post.created_at,
        "updated_at": post.updated_at,
    }


def owner_json(post: Post, viewer: User | AnonymousUser) -> dict[str, Any]:
    """The organization to everybody, a person to those who have signed in."""
    if organization := post.organization:
        return {"kind": "organization", "id": organization.pk, "name": organization.name}
    known = viewer.is_authenticated
    return {
        "kind": "person",
        "id": post.owner_id if known else None,
        "name": post.owner.name if known else None,
    }


def private_json(post: Post, *fields: str) -> dict[str, Any]:
    """The exact place, and the fields that could give it away: for those who may know it."""
    point = post.exact_place.point
    told = {name: getattr(post, name) for name in fields}
    return {"place": {"lat": point.lat, "lon": point.lon}, **told}


def decimal_text(value: Decimal) -> str:
    """Without trailing zeros: `3.000` → `3`."""
    return format(value.normalize(), "f")
