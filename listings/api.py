"""`listings`: food offered, for everybody to read; persons' names for those signed in."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from accounts.models import User
from catalog.enums import Allergen, Diet, Storage
from listings import services
from listings.enums import ListingState
from listings.models import Listing
from listings.services import ListingDraft
from posts import api as posts
from posts.shapes import (
    FoodField,
    MomentField,
    NewPostBody,
    PageParameters,
    PostChanges,
    PostSerializer,
    post_json,
)


class ListingChanges(PostChanges):
    """What its author may change; what is not sent stays."""

    available_from = MomentField()
    available_until = MomentField()
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    best_before = serializers.DateField(required=False, allow_null=True)
    use_by = serializers.DateField(required=False, allow_null=True)
    storage = serializers.ChoiceField(choices=Storage.choices, required=False)
    allergens = serializers.ListField(
        child=serializers.ChoiceField(choices=Allergen.choices), required=False
    )
    diets = serializers.ListField(
        child=serializers.ChoiceField(choices=Diet.choices), required=False
    )
    pickup_note = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class NewListingBody(NewPostBody, ListingChanges):
    """What is left out of storage, allergens and diets is as the food usually is."""

    food = FoodField()


class ListingSerializer(PostSerializer):
    state = serializers.ChoiceField(choices=ListingState.choices)
    title = serializers.CharField()
    available_from = serializers.DateTimeField()
    available_until = serializers.DateTimeField()
    best_before = serializers.DateField(allow_null=True)
    use_by = serializers.DateField(allow_null=True)
    storage = serializers.ChoiceField(choices=Storage.choices)
    allergens = serializers.ListField(child=serializers.ChoiceField(choices=Allergen.choices))
    diets = serializers.ListField(child=serializers.ChoiceField(choices=Diet.choices))
    pickup_note = serializers.CharField(
        required=False, help_text="For those who may know the place."
    )


class ListingListSerializer(serializers.Serializer[Any]):
    items = ListingSerializer(many=True)


class ListingParameters(PageParameters):
    state = serializers.ChoiceField(choices=ListingState.choices, required=False)


class ExtendListingBody(serializers.Serializer[Any]):
    available_until = MomentField()


def as_json(listing: Listing, viewer: User | AnonymousUser) -> dict[str, Any]:
    """A listing as anyone sees it; read it `with_party`."""
    return {
        **post_json(listing, viewer),
        "title": listing.title,
        "available_from": listing.available_from,
        "available_until": listing.available_until,
        "best_before": listing.best_before,
        "use_by": listing.use_by,
        "storage": listing.storage,
        "allergens": listing.allergens,
        "diets": listing.diets,
    }


def _create(by: User, asked: dict[str, Any]) -> tuple[Listing, bool]:
    listing_id = asked.pop("id")
    return services.create(by=by, listing_id=listing_id, draft=ListingDraft(**asked))


LISTINGS = posts.Endpoints(
    model=Listing,
    as_json=as_json,
    private=("pickup_note",),
    parameters=ListingParameters,
    new=NewListingBody,
    changes=ListingChanges,
    more_time=ExtendListingBody,
    create=_create,
    update=lambda listing, by, asked: services.update(listing=listing, by=by, **asked),
    extend=lambda listing, by, asked: services.extend(listing=listing, by=by, **asked),
    withdraw=lambda listing, by: services.withdraw(listing=listing, by=by),
)


@extend_schema_view(
    get=extend_schema(
        operation_id="listings_list",
        description="Food on offer, newest first; with `mine`, one's own side's, ended too.",
        parameters=[ListingParameters],
        responses=ListingListSerializer,
    ),
    post=extend_schema(
        operation_id="listings_create",
        description="Offer a surplus; the same id with the same content makes one.",
        request=NewListingBody,
        responses={201: ListingSerializer, 200: ListingSerializer},
    ),
)
class ListingsView(posts.PostsView):
    of = LISTINGS


@extend_schema_view(
    get=extend_schema(
        operation_id="listings_retrieve",
        description="One listing, with its place for those who may know it.",
        responses=ListingSerializer,
    ),
    patch=extend_schema(
        operation_id="listings_update",
        description="Change what is sent.",
        request=ListingChanges(partial=True),
        responses=ListingSerializer,
    ),
)
class ListingView(posts.PostView):
    of = LISTINGS


@extend_schema_view(
    post=extend_schema(
        operation_id="listings_extend",
        description="Give it more time; an expired one is open again.",
        request=ExtendListingBody,
        responses=ListingSerializer,
    )
)
class ExtendListingView(posts.ExtendView):
    of = LISTINGS


@extend_schema_view(
    post=extend_schema(
        operation_id="listings_withdraw",
        description="Take back what is not promised; harmless twice.",
        request=None,
        responses=ListingSerializer,
    )
)
class WithdrawListingView(posts.WithdrawView):
    of = LISTINGS


api_urls = [
    path("listings", ListingsView.as_view(), name="listing-list"),
    path("listings/<uuid:id>", ListingView.as_view(), name="listing-detail"),
    path("listings/<uuid:id>/extend", ExtendListingView.as_view(), name="listing-extend"),
    path("listings/<uuid:id>/withdraw", WithdrawListingView.as_view(), name="listing-withdraw"),
]
