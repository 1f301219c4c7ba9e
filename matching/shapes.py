"""Matches and saved searches on the wire."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from accounts.models import Organization, User
from catalog.enums import Allergen, Diet
from core.api.cursors import DEFAULT_LIMIT, MAX_LIMIT
from listings.api import ListingSerializer
from listings.api import as_json as listing_json
from listings.models import Listing
from listings.photos import attach
from matching.enums import PostKind
from matching.finding.reads import MOST
from matching.finding.reasons import reasons
from matching.finding.rule import Match
from matching.models import LONGEST_WORDS, SavedSearch
from matching.reach import FURTHEST_KM
from matching.services.limits import Standing, hint_text
from posts.shapes import CategoryField, FoodField
from requests_app.api import RequestSerializer
from requests_app.api import as_json as request_json
from requests_app.models import FoodRequest


class MatchParameters(serializers.Serializer[Any]):
    """One of the two, of one's own."""

    listing = serializers.UUIDField(required=False, help_text="What it could answer.")
    request = serializers.UUIDField(required=False, help_text="What could answer it.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=MOST)


class MatchedListingSerializer(ListingSerializer):
    kind = serializers.CharField(help_text="`listing`")
    distance_km = serializers.FloatField(help_text="Between the centres of the cells.")
    covers_all = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField(), help_text="For people.")


class MatchedRequestSerializer(RequestSerializer):
    kind = serializers.CharField(help_text="`request`")
    distance_km = serializers.FloatField(help_text="Between the centres of the cells.")
    covers_all = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField(), help_text="For people.")


class MatchesSerializer(serializers.Serializer[Any]):
    items = serializers.SerializerMethodField()

    @extend_schema_field(
        PolymorphicProxySerializer(
            component_name="Matched",
            serializers={
                PostKind.LISTING.value: MatchedListingSerializer,
                PostKind.REQUEST.value: MatchedRequestSerializer,
            },
            resource_type_field_name="kind",
            many=True,
        )
    )
    def get_items(self, matches: Any) -> list[Any]:
        raise NotImplementedError  # told to OpenAPI only


def matches_json(
    matches: Sequence[Match], post: Listing | FoodRequest, viewer: User
) -> list[dict[str, Any]]:
    """The other sides of matches; their photos in one query."""
    if not isinstance(post, Listing):
        attach(match.listing for match in matches)
    return [match_json(match, post, viewer) for match in matches]


def match_json(match: Match, post: Listing | FoodRequest, viewer: User) -> dict[str, Any]:
    """The other side of a match, and why it is one."""
    if isinstance(post, Listing):
        told = {"kind": PostKind.REQUEST.value, **request_json(match.request, viewer)}
    else:
        told = {"kind": PostKind.LISTING.value, **listing_json(match.listing, viewer)}
    return {
        **told,
        "distance_km": round(match.distance_km, 1),
        "covers_all": match.covers_all,
        "reasons": reasons(match, viewer),
    }


class SearchChanges(serializers.Serializer[Any]):
    """What its owner may change; what is not sent stays."""

    kind = serializers.ChoiceField(choices=PostKind.choices)
    words = serializers.CharField(
        max_length=LONGEST_WORDS,
        required=False,
        allow_blank=True,
        help_text="Of foods in any language, or of a title.",
    )
    category = CategoryField(required=False, allow_null=True)
    food = FoodField(required=False, allow_null=True)
    diets = serializers.ListField(
        child=serializers.ChoiceField(choices=Diet.choices), required=False
    )
    exclude_allergens = serializers.ListField(
        child=serializers.ChoiceField(choices=Allergen.choices), required=False
    )
    cell = serializers.CharField(
        max_length=12,
        required=False,
        help_text="A geohash of 5 characters or more, of which 6 are kept; home by default.",
    )
    radius_km = serializers.IntegerField(
        required=False, min_value=1, max_value=FURTHEST_KM, help_text="One's own limit by default."
    )


class EditSearchBody(SearchChanges):
    active = serializers.BooleanField(required=False, help_text="False pauses it.")


class NewSearchBody(SearchChanges):
    id = serializers.UUIDField(help_text="Your own: sent again, it makes nothing twice.")
    organization = serializers.PrimaryKeyRelatedField(
        queryset=Organization.objects.all(),
        pk_field=serializers.UUIDField(),
        required=False,
        allow_null=True,
        help_text="That you act for.",
    )


class SavedSearchSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=PostKind.choices)
    words = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    food = serializers.CharField(allow_null=True)
    diets = serializers.ListField(child=serializers.ChoiceField(choices=Diet.choices))
    exclude_allergens = serializers.ListField(
        child=serializers.ChoiceField(choices=Allergen.choices)
    )
    cell = serializers.CharField()
    radius_km = serializers.IntegerField()
    organization = serializers.UUIDField(allow_null=True)
    active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    last_alert_at = serializers.DateTimeField(allow_null=True)


class SavedSearchListSerializer(serializers.Serializer[Any]):
    items = SavedSearchSerializer(many=True)


class SearchParameters(serializers.Serializer[Any]):
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT
    )
    cursor = serializers.CharField(required=False, help_text="From `meta.next`.")


def search_json(search: SavedSearch) -> dict[str, Any]:
    """A search as its owner sees it."""
    return {
        "id": search.pk,
        "kind": search.kind,
        "words": search.words,
        "category": search.category.slug if search.category else None,
        "food": search.food.slug if search.food else None,
        "diets": search.diets,
        "exclude_allergens": search.exclude_allergens,
        "cell": search.cell,
        "radius_km": search.radius_km,
        "organization": search.organization_id,
        "active": search.active,
        "created_at": search.created_at,
        "last_alert_at": search.last_alert_at,
    }


class LimitSerializer(serializers.Serializer[Any]):
    """All null where nobody has set a limit."""

    limit = serializers.IntegerField(allow_null=True, help_text="Promises within `days`.")
    days = serializers.IntegerField(allow_null=True)
    used = serializers.IntegerField(allow_null=True)
    next_at = serializers.DateTimeField(allow_null=True, help_text="When there is room again.")
    text = serializers.CharField(help_text="The same in a sentence; empty without a limit.")


def limit_json(standing: Standing | None) -> dict[str, Any]:
    """Where a person stands."""
    facts = ("limit", "days", "used", "next_at")
    told = {name: getattr(standing, name, None) for name in facts}
    return {**told, "text": hint_text(standing) if standing else ""}
