"""`listings`: food offered, for everybody to read; persons' names for those signed in."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import person
from accounts.models import User
from catalog.enums import Allergen, Diet, Storage
from core.api.writes import perform
from listings import services
from listings.api_photos import api_urls as photo_urls
from listings.enums import UNTIL_GONE, ListingState
from listings.models import Listing
from listings.photos import attach, photos_json
from listings.safety import warnings_for
from listings.services import ListingDraft
from photos.shapes import PhotoSerializer
from posts import api as posts
from posts.shapes import (
    FoodField,
    ManyField,
    MomentField,
    NewPostBody,
    PageParameters,
    PostChanges,
    PostSerializer,
    post_json,
)


class EndField(MomentField):
    """When it ends; null for what is there until it is gone."""

    def run_validation(self, data: Any = empty) -> Any:
        value = super().run_validation(data)
        return UNTIL_GONE if value is None else value


class ListingChanges(PostChanges):
    """What its author may change; what is not sent stays."""

    available_from = MomentField()
    available_until = EndField(
        allow_null=True, help_text="Null for what is there until it is gone."
    )
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
    home_cooked = serializers.BooleanField(required=False)
    ingredients = serializers.CharField(
        max_length=1000,
        required=False,
        allow_blank=True,
        help_text="Everything in it; needed of what is home-cooked, and of a person's meals.",
    )


class NewListingBody(NewPostBody, ListingChanges):
    """What is left out of storage, allergens and diets is as the food usually is."""

    food = FoodField()


class WarningSerializer(serializers.Serializer[Any]):
    """What speaks against it for the caller."""

    code = serializers.CharField(help_text="`allergen`, `diet` or `best_before`.")
    text = serializers.CharField()


class ListingSerializer(PostSerializer):
    state = serializers.ChoiceField(choices=ListingState.choices)
    title = serializers.CharField()
    available_from = serializers.DateTimeField()
    available_until = serializers.DateTimeField(
        allow_null=True, help_text="Null: until it is gone."
    )
    best_before = serializers.DateField(allow_null=True)
    use_by = serializers.DateField(allow_null=True)
    storage = serializers.ChoiceField(choices=Storage.choices)
    allergens = serializers.ListField(child=serializers.ChoiceField(choices=Allergen.choices))
    diets = serializers.ListField(child=serializers.ChoiceField(choices=Diet.choices))
    home_cooked = serializers.BooleanField()
    ingredients = serializers.CharField()
    past_best_before = serializers.BooleanField()
    warnings = WarningSerializer(many=True)
    photos = PhotoSerializer(many=True, help_text="Those that are ready, in order.")
    pickup_note = serializers.CharField(
        required=False, help_text="For those who may know the place."
    )


class ListingListSerializer(serializers.Serializer[Any]):
    items = ListingSerializer(many=True)


class ListingParameters(PageParameters):
    state = serializers.ChoiceField(choices=ListingState.choices, required=False)
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


class ExtendListingBody(serializers.Serializer[Any]):
    available_until = EndField(allow_null=True, help_text="Null: until it is gone.")


def as_json(listing: Listing, viewer: User | AnonymousUser) -> dict[str, Any]:
    """A listing as anyone sees it; read it `with_party`."""
    return {
        **post_json(listing, viewer),
        "title": listing.title,
        "available_from": listing.available_from,
        "available_until": None if listing.is_until_gone else listing.available_until,
        "best_before": listing.best_before,
        "use_by": listing.use_by,
        "storage": listing.storage,
        "allergens": listing.allergens,
        "diets": listing.diets,
        "home_cooked": listing.home_cooked,
        "ingredients": listing.ingredients,
        "past_best_before": listing.is_past_best_before,
        "photos": photos_json(listing),
        "warnings": [vars(warning) for warning in warnings_for(viewer, listing)],
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
    undo=lambda listing, by: services.undo(listing=listing, by=by),
    prepare=attach,
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

    def _filtered(self, rows: Any, asked: dict[str, Any]) -> Any:
        return rows.suiting(asked.get("diet", ())).without(asked.get("exclude_allergens", ()))


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


@extend_schema_view(
    post=extend_schema(
        operation_id="listings_undo",
        description="Undo one's own withdrawal, within ten minutes; harmless twice.",
        request=None,
        responses=ListingSerializer,
    )
)
class UndoListingView(posts.UndoView):
    of = LISTINGS


class StillThereView(APIView):
    """Saying that there still is some of what has no end."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="listings_still_there", request=None, responses=ListingSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Say that there still is some of what has no end."""
        listing = LISTINGS.visible(request, id)
        perform(
            request, lambda: services.confirm_there(listing=listing, by=person(request)), to=listing
        )
        return LISTINGS.answer(request, id)


api_urls = [
    *photo_urls,
    path("listings", ListingsView.as_view(), name="listing-list"),
    path("listings/<uuid:id>", ListingView.as_view(), name="listing-detail"),
    path("listings/<uuid:id>/extend", ExtendListingView.as_view(), name="listing-extend"),
    path("listings/<uuid:id>/withdraw", WithdrawListingView.as_view(), name="listing-withdraw"),
    path("listings/<uuid:id>/undo", UndoListingView.as_view(), name="listing-undo"),
    path("listings/<uuid:id>/still-there", StillThereView.as_view(), name="listing-still-there"),
]
