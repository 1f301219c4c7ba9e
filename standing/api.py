"""`standing`: listings and requests that come round every week; only one's own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from accounts.models import User
from catalog.units import Unit
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.versions import tagged
from core.api.writes import perform
from posts.shapes import NEWEST_FIRST, FoodRefSerializer, decimal_text
from standing import services
from standing.enums import DayOfWeek, Kind, OccasionState, StandingState
from standing.models import LONGEST_DAYS, Standing
from standing.presenters import WEEKS_SHOWN
from standing.shapes import DayBody, NewStandingBody, PauseBody, StandingChanges, known_days


class OccasionSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    state = serializers.ChoiceField(choices=OccasionState.choices)
    post = serializers.UUIDField(allow_null=True, help_text="Of the listing or request made.")


class StandingSerializer(serializers.Serializer[Any]):
    """Hours are on the clock of `timezone`."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    organization = serializers.UUIDField(allow_null=True)
    food = FoodRefSerializer(allow_null=True)
    category = serializers.CharField()
    quantity = serializers.CharField()
    unit = serializers.ChoiceField(choices=Unit.choices)
    title = serializers.CharField()
    note = serializers.CharField()
    weekday = serializers.ChoiceField(choices=DayOfWeek.choices)
    opens = serializers.TimeField(allow_null=True)
    closes = serializers.TimeField()
    days_open = serializers.IntegerField(min_value=0, max_value=LONGEST_DAYS)
    days_ahead = serializers.IntegerField(min_value=0, max_value=LONGEST_DAYS)
    timezone = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=StandingState.choices)
    paused_until = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class StandingWithDaysSerializer(StandingSerializer):
    days = OccasionSerializer(many=True, help_text=f"The next {WEEKS_SHOWN}.")


class StandingListSerializer(serializers.Serializer[Any]):
    items = StandingSerializer(many=True)


class ListParameters(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=StandingState.choices, required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, default=30)
    cursor = serializers.CharField(required=False, help_text="From `meta.next`.")


def as_json(standing: Standing) -> dict[str, Any]:
    food = standing.food
    names = (
        *("id", "kind", "unit", "title", "note", "weekday", "opens", "closes", "days_open"),
        *("days_ahead", "timezone", "first_day", "last_day", "state", "paused_until"),
        *("created_at", "updated_at"),
    )
    return {
        **{name: getattr(standing, name) for name in names},
        "organization": standing.organization_id,
        "food": {"slug": food.slug, "name": food.name} if food else None,
        "category": standing.category.slug,
        "quantity": decimal_text(standing.quantity),
    }


def with_days(standing: Standing) -> dict[str, Any]:
    """One, with its days ahead."""
    return {**as_json(standing), "days": known_days(standing)}


def own(request: Request, standing_id: UUID) -> Standing:
    """One that speaks for the caller.

    Raises:
        Http404: there is none.
    """
    rows = Standing.objects.visible_to(person(request)).with_party()
    found: Standing = get_object_or_404(rows, pk=standing_id)
    return found


def _answered(standing: Standing, *, status: int = 200) -> Response:
    return tagged(answer(with_days(standing), status=status), standing)


class StandingsView(APIView):
    """The list, and starting a new one."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="standing_list",
        description="What comes round every week for one's own side, newest first.",
        parameters=[ListParameters],
        responses=StandingListSerializer,
    )
    def get(self, request: Request) -> Response:
        asked = checked(ListParameters, request.query_params)
        rows = Standing.objects.visible_to(person(request)).with_party()
        if state := asked.get("state"):
            rows = rows.in_state(state)
        page, following = keyset_page(
            rows, order=NEWEST_FIRST, limit=asked["limit"], cursor=asked.get("cursor")
        )
        return answer({"items": [as_json(standing) for standing in page]}, next=following)

    @extend_schema(
        operation_id="standing_create",
        description="Let a listing or a request come round every week; requests for "
        "organizations only. The same id with the same content makes one.",
        request=NewStandingBody,
        responses={201: StandingWithDaysSerializer, 200: StandingWithDaysSerializer},
    )
    def post(self, request: Request) -> Response:
        asked = checked(NewStandingBody, request.data)
        standing_id = asked.pop("id")
        draft = services.StandingDraft(**asked)
        standing, is_new = services.start(by=person(request), standing_id=standing_id, draft=draft)
        return _answered(standing, status=201 if is_new else 200)


class StandingView(APIView):
    """One, and changing it."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="standing_retrieve",
        description="One, with its next days.",
        responses=StandingWithDaysSerializer,
    )
    def get(self, request: Request, id: UUID) -> Response:
        return _answered(own(request, id))

    @extend_schema(
        operation_id="standing_update",
        description="Change what its next occasions say.",
        request=StandingChanges(partial=True),
        responses=StandingWithDaysSerializer,
    )
    def patch(self, request: Request, id: UUID) -> Response:
        standing = own(request, id)
        asked = checked(StandingChanges, request.data, partial=True)
        perform(
            request,
            lambda: services.edit(standing=standing, by=person(request), **asked),
            to=standing,
        )
        return _answered(own(request, id))


class VerbView(APIView):
    """One verb; harmless twice."""

    permission_classes = (IsAuthenticated,)
    body: type[serializers.Serializer[Any]] | None = None
    verb: Callable[..., Any]

    def say(self, request: Request, id: UUID) -> Response:
        standing, by = own(request, id), person(request)
        asked = checked(self.body, request.data) if self.body else {}
        perform(request, lambda: self.run(standing, by, asked), to=standing)
        return _answered(own(request, id))

    def run(self, standing: Standing, by: User, asked: dict[str, Any]) -> Any:
        return type(self).verb(standing=standing, by=by, **asked)


def verb_view(
    name: str,
    verb: Callable[..., Any],
    description: str,
    body: type[serializers.Serializer[Any]] | None = None,
) -> Any:
    """The endpoint of one verb, described."""

    @extend_schema(
        operation_id=f"standing_{name}",
        description=description,
        request=body,
        responses=StandingWithDaysSerializer,
    )
    def post(self: VerbView, request: Request, id: UUID) -> Response:
        return self.say(request, id)

    members = {"verb": staticmethod(verb), "body": body, "post": post}
    return type(f"{name.title()}StandingView", (VerbView,), members).as_view()  # type: ignore[attr-defined]


api_urls = [
    path("standing", StandingsView.as_view(), name="standing-list"),
    path("standing/<uuid:id>", StandingView.as_view(), name="standing-detail"),
    path(
        "standing/<uuid:id>/pause",
        verb_view("pause", services.pause, "Let it rest, until a day.", PauseBody),
        name="standing-pause",
    ),
    path(
        "standing/<uuid:id>/resume",
        verb_view("resume", services.resume, "Let it go on."),
        name="standing-resume",
    ),
    path(
        "standing/<uuid:id>/end",
        verb_view("end", services.end, "Let it never come round again."),
        name="standing-end",
    ),
    path(
        "standing/<uuid:id>/skip",
        verb_view("skip", services.skip, "Leave one day out.", DayBody),
        name="standing-skip",
    ),
    path(
        "standing/<uuid:id>/keep",
        verb_view("keep", services.keep, "Have a day after all that was left out.", DayBody),
        name="standing-keep",
    ),
    path(
        "standing/<uuid:id>/post",
        verb_view("post", services.post, "Post one day ahead of time, or again.", DayBody),
        name="standing-post",
    ),
]
