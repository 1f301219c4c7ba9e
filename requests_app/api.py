"""`requests`: food needed; by organizations for everybody, by households for those signed in."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from accounts.models import User
from catalog.enums import Allergen, Diet
from posts import api as posts
from posts.shapes import (
    CategoryField,
    FoodField,
    FoodRefSerializer,
    ManyField,
    MomentField,
    NewPostBody,
    PageParameters,
    PostChanges,
    PostSerializer,
    post_json,
)
from requests_app import services
from requests_app.enums import RequestState
from requests_app.models import FoodRequest
from requests_app.services import RequestDraft


class RequestChanges(PostChanges):
    """What its author may change; what is not sent stays."""

    needed_by = MomentField()
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    diets = serializers.ListField(
        child=serializers.ChoiceField(choices=Diet.choices), required=False
    )
    avoid_allergens = serializers.ListField(
        child=serializers.ChoiceField(choices=Allergen.choices), required=False
    )


class NewRequestBody(NewPostBody, RequestChanges):
    """A food, or anything of a category. Diets and allergens left out are the person's own."""

    food = FoodField(required=False, allow_null=True)
    category = CategoryField(required=False, allow_null=True)


class RequestSerializer(PostSerializer):
    food = FoodRefSerializer(allow_null=True)
    state = serializers.ChoiceField(choices=RequestState.choices)
    needed_by = serializers.DateTimeField()
    note = serializers.CharField()
    diets = serializers.ListField(child=serializers.ChoiceField(choices=Diet.choices))
    avoid_allergens = serializers.ListField(child=serializers.ChoiceField(choices=Allergen.choices))


class RequestListSerializer(serializers.Serializer[Any]):
    items = RequestSerializer(many=True)


class RequestParameters(PageParameters):
    state = serializers.ChoiceField(choices=RequestState.choices, required=False)
    contains = ManyField(
        child=serializers.ChoiceField(choices=Allergen.choices),
        required=False,
        help_text="Allergens in what you have: left out are those who avoid one of them.",
    )
    suits = ManyField(
        child=serializers.ChoiceField(choices=Diet.choices),
        required=False,
        help_text="Diets that what you have suits: left out are those who ask for another.",
    )


class ExtendRequestBody(serializers.Serializer[Any]):
    needed_by = MomentField()


def as_json(food_request: FoodRequest, viewer: User | AnonymousUser) -> dict[str, Any]:
    """A request as those who may know of it see it; read it `with_party`."""
    return {
        **post_json(food_request, viewer),
        "needed_by": food_request.needed_by,
        "note": food_request.note,
        "diets": food_request.diets,
        "avoid_allergens": food_request.avoid_allergens,
    }


def _create(by: User, asked: dict[str, Any]) -> tuple[FoodRequest, bool]:
    request_id = asked.pop("id")
    return services.create(by=by, request_id=request_id, draft=RequestDraft(**asked))


REQUESTS = posts.Endpoints(
    model=FoodRequest,
    as_json=as_json,
    parameters=RequestParameters,
    new=NewRequestBody,
    changes=RequestChanges,
    more_time=ExtendRequestBody,
    create=_create,
    update=lambda needed, by, asked: services.update(food_request=needed, by=by, **asked),
    extend=lambda needed, by, asked: services.extend(food_request=needed, by=by, **asked),
    withdraw=lambda needed, by: services.withdraw(food_request=needed, by=by),
    undo=lambda needed, by: services.undo(food_request=needed, by=by),
)


@extend_schema_view(
    get=extend_schema(
        operation_id="requests_list",
        description="Food needed, newest first; with `mine`, one's own side's, ended too.",
        parameters=[RequestParameters],
        responses=RequestListSerializer,
    ),
    post=extend_schema(
        operation_id="requests_create",
        description="Ask for food; the same id with the same content makes one.",
        request=NewRequestBody,
        responses={201: RequestSerializer, 200: RequestSerializer},
    ),
)
class RequestsView(posts.PostsView):
    of = REQUESTS

    def _filtered(self, rows: Any, asked: dict[str, Any]) -> Any:
        return rows.taking(asked.get("contains", ())).met_by(asked.get("suits", ()))


@extend_schema_view(
    get=extend_schema(
        operation_id="requests_retrieve",
        description="One request, with its place for those who may know it.",
        responses=RequestSerializer,
    ),
    patch=extend_schema(
        operation_id="requests_update",
        description="Change what is sent.",
        request=RequestChanges(partial=True),
        responses=RequestSerializer,
    ),
)
class RequestView(posts.PostView):
    of = REQUESTS


@extend_schema_view(
    post=extend_schema(
        operation_id="requests_extend",
        description="Give it more time; an expired one is open again.",
        request=ExtendRequestBody,
        responses=RequestSerializer,
    )
)
class ExtendRequestView(posts.ExtendView):
    of = REQUESTS


@extend_schema_view(
    post=extend_schema(
        operation_id="requests_withdraw",
        description="Take back what nobody has promised; harmless twice.",
        request=None,
        responses=RequestSerializer,
    )
)
class WithdrawRequestView(posts.WithdrawView):
    of = REQUESTS


@extend_schema_view(
    post=extend_schema(
        operation_id="requests_undo",
        description="Undo one's own withdrawal, within ten minutes; harmless twice.",
        request=None,
        responses=RequestSerializer,
    )
)
class UndoRequestView(posts.UndoView):
    of = REQUESTS


api_urls = [
    path("requests", RequestsView.as_view(), name="request-list"),
    path("requests/<uuid:id>", RequestView.as_view(), name="request-detail"),
    path("requests/<uuid:id>/extend", ExtendRequestView.as_view(), name="request-extend"),
    path("requests/<uuid:id>/withdraw", WithdrawRequestView.as_view(), name="request-withdraw"),
    path("requests/<uuid:id>/undo", UndoRequestView.as_view(), name="request-undo"),
]
