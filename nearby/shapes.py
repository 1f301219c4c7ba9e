"""The feed on the wire."""

import math
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from accounts.models import User
from catalog.enums import Allergen, Diet
from core.api.cursors import DEFAULT_LIMIT, MAX_LIMIT
from core.geo import cells
from insights.reads.context import ContextLine
from listings.api import ListingSerializer
from listings.api import as_json as listing_json
from listings.models import Listing
from listings.photos import attach
from nearby.enums import Kind
from nearby.feed.pages import MOST_KM, Page, Search
from nearby.feed.posts import as_posts, own_among
from posts.models import Post
from posts.shapes import CategoryField, FoodField, ManyField
from requests_app.api import RequestSerializer
from requests_app.api import as_json as request_json
from requests_app.models import FoodRequest

LONGEST_WORDS = 100


class DegreesField(serializers.FloatField):
    """Degrees; what is no number is refused."""

    def to_internal_value(self, data: Any) -> float:
        value = super().to_internal_value(data)
        if not math.isfinite(value):
            self.fail("invalid")
        return value


class FeedParameters(serializers.Serializer[Any]):
    """Where, how far, and what. Without a place, one's own home."""

    lat = DegreesField(min_value=-90, max_value=90, required=False, help_text="Nearest first.")
    lon = DegreesField(min_value=-180, max_value=180, required=False)
    cell = serializers.CharField(
        max_length=cells.STORED_LENGTH,
        required=False,
        help_text="A geohash of 4 characters or more, instead of a place: newest first. More than "
        "6 count as 6.",
    )
    radius_km = DegreesField(
        min_value=0.1,
        max_value=MOST_KM,
        required=False,
        help_text="By default one's own limit, else 10.",
    )
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    q = serializers.CharField(
        max_length=LONGEST_WORDS,
        required=False,
        allow_blank=True,
        help_text="Words of foods in any language, or of a title.",
    )
    food = FoodField(required=False)
    category = CategoryField(required=False)
    diet = ManyField(
        child=serializers.ChoiceField(choices=Diet.choices),
        required=False,
        help_text="All have to be met.",
    )
    exclude_allergens = ManyField(
        child=serializers.ChoiceField(choices=Allergen.choices),
        required=False,
        help_text="None may be in it.",
    )
    others_only = serializers.BooleanField(
        default=False, help_text="Leave out what is yours, or your organizations'."
    )
    limit = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MAX_LIMIT,
        default=DEFAULT_LIMIT,
        help_text="By cell, also how far it looks: wider until the first page is full. "
        "`search.radius_km` says how far that was.",
    )
    cursor = serializers.CharField(required=False, help_text="From `meta.next`.")

    def validate_cell(self, value: str) -> str:
        cell = value.lower()
        if not cells.is_cell(cell) or len(cell) < min(cells.PRECISIONS):
            raise serializers.ValidationError(_("Give a geohash of 4 to 6 characters."))
        return cell[: cells.FINEST_PUBLIC]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for one, other in (("lat", "lon"), ("lon", "lat")):
            if one in attrs and other not in attrs:
                raise serializers.ValidationError({other: _("Give lat and lon together.")})
        return attrs


class FoundListingSerializer(ListingSerializer):
    kind = serializers.CharField(help_text="`listing`")
    distance_km = serializers.FloatField(help_text="To the centre of its cell.")
    mine = serializers.BooleanField(help_text="Whether you may act on it.")


class FoundRequestSerializer(RequestSerializer):
    kind = serializers.CharField(help_text="`request`")
    distance_km = serializers.FloatField(help_text="To the centre of its cell.")
    mine = serializers.BooleanField(help_text="Whether you may act on it.")


class ContextSerializer(serializers.Serializer[ContextLine]):
    """What stands out around here, and where that is explained."""

    text = serializers.CharField()
    url = serializers.CharField()


class SearchSerializer(serializers.Serializer[Search]):
    """How far the answer had to go."""

    precision = serializers.IntegerField(help_text="Of the cells it took.")
    cells = serializers.ListField(child=serializers.CharField())
    radius_km = serializers.FloatField(help_text="Within which all was seen.")
    widened = serializers.BooleanField(help_text="Whether finer cells were not enough.")


class FeedSerializer(serializers.Serializer[Any]):
    items = serializers.SerializerMethodField()
    context = ContextSerializer(many=True)  # type: ignore[assignment]
    search = SearchSerializer()

    @extend_schema_field(
        PolymorphicProxySerializer(
            component_name="FeedItem",
            serializers={
                Kind.LISTING.value: FoundListingSerializer,
                Kind.REQUEST.value: FoundRequestSerializer,
            },
            resource_type_field_name="kind",
            many=True,
        )
    )
    def get_items(self, page: Any) -> list[Any]:
        raise NotImplementedError  # told to OpenAPI only


def items_json(page: Page, viewer: User | AnonymousUser) -> list[dict[str, Any]]:
    """The page's posts as their own endpoints answer them, with how far they are."""
    posts = as_posts(page.rows, with_owners=viewer.is_authenticated)
    own = own_among(page.rows, viewer)
    attach(posts)
    return [
        {
            "kind": row.kind,
            "distance_km": page.distance_km(row),
            "mine": row.id in own,
            **_post_json(post, viewer),
        }
        for row, post in zip(page.rows, posts, strict=True)
    ]


def search_json(search: Search) -> dict[str, Any]:
    return {
        "precision": search.precision,
        "cells": search.cells,
        "radius_km": search.radius_km,
        "widened": search.widened,
    }


def _post_json(post: Post, viewer: User | AnonymousUser) -> dict[str, Any]:
    if isinstance(post, Listing):
        return listing_json(post, viewer)
    if isinstance(post, FoodRequest):
        return request_json(post, viewer)
    raise TypeError(type(post))
