"""`notifications`, `me/devices` and `me/preferences`: a caller's own, and nobody else's."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from core.api.cursors import keyset_page, read_limit
from core.api.renderers import answer
from core.api.writes import perform, was_done_before
from notifications import services
from notifications.choosing import preferences_of
from notifications.models import Notification, PushDevice
from notifications.querysets import NEWEST_FIRST
from notifications.sending import vapid
from notifications.shapes import (
    DeviceListSerializer,
    DeviceSerializer,
    NewDeviceBody,
    NotificationListSerializer,
    NotificationParameters,
    NotificationSerializer,
    PreferencesBody,
    PreferencesSerializer,
    ReadAllSerializer,
    as_json,
    changes_of,
    device_as_json,
    preferences_as_json,
)


class NotificationsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="notifications_list",
        parameters=[NotificationParameters],
        responses=NotificationListSerializer,
    )
    def get(self, request: Request) -> Response:
        """What one was told, newest first; `unread=1` leaves out what was read."""
        asked = checked(NotificationParameters, request.query_params)
        by = person(request)
        own = Notification.objects.visible_to(by)
        page, next_cursor = keyset_page(
            own.unread() if asked["unread"] else own,
            order=NEWEST_FIRST,
            limit=read_limit(asked.get("limit")),
            cursor=asked.get("cursor"),
        )
        unread = own.unread().count()
        return answer({"items": as_json(page, by), "unread": unread}, next=next_cursor)


class ReadView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=None, responses=NotificationSerializer)
    def post(self, request: Request, notification_id: UUID) -> Response:
        """Note that one was read. Harmless twice: the first time counts."""
        by = person(request)
        own = Notification.objects.visible_to(by).select_related("recipient")
        notification = get_object_or_404(own, pk=notification_id)
        perform(request, lambda: services.mark_read(notification=notification))
        notification.refresh_from_db(fields=["read_at"])
        return Response(as_json([notification], by)[0])


class ReadAllView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=None, responses=ReadAllSerializer)
    def post(self, request: Request) -> Response:
        """Note that all were read. Harmless twice."""
        by = person(request)
        before = Notification.objects.visible_to(by).unread().count()
        perform(request, lambda: services.mark_all_read(user=by))
        return Response({"read": before})


class DevicesView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="me_devices_list", responses=DeviceListSerializer)
    def get(self, request: Request) -> Response:
        """The browsers that are called when something happens; twenty at most."""
        devices = PushDevice.objects.of(person(request)).order_by("-created_at")
        key = vapid.application_server_key()
        items = [device_as_json(device) for device in devices]
        return Response({"items": items, "application_server_key": key})

    @extend_schema(request=NewDeviceBody, responses={201: DeviceSerializer, 200: DeviceSerializer})
    def post(self, request: Request) -> Response:
        """Call a browser from now on; the same id with the same content makes one."""
        asked = checked(NewDeviceBody, request.data)
        device, is_new = services.register_device(
            user=person(request),
            device_id=asked["id"],
            endpoint=asked["endpoint"],
            name=asked["name"],
            **asked["keys"],
        )
        return Response(device_as_json(device), status=201 if is_new else 200)


class DeviceView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, device_id: UUID) -> Response:
        """Call a browser no more."""
        if was_done_before(request):
            return Response(status=204)
        device = get_object_or_404(PushDevice.objects.of(person(request)), pk=device_id)
        perform(request, lambda: services.remove_device(device=device))
        return Response(status=204)


class PreferencesView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=PreferencesSerializer)
    def get(self, request: Request) -> Response:
        """What one hears of on which channel, when not, and what is told together."""
        return _preferences(request)

    @extend_schema(request=PreferencesBody, responses=PreferencesSerializer)
    def patch(self, request: Request) -> Response:
        """Change what is named; everything else stays."""
        asked = checked(PreferencesBody, request.data)
        by = person(request)
        perform(request, lambda: services.change_preferences(user=by, **changes_of(asked)))
        return _preferences(request)


def _preferences(request: Request) -> Response:
    by = person(request)
    return Response(preferences_as_json(by, preferences_of(by)))


api_urls = [
    path("notifications", NotificationsView.as_view(), name="notification-list"),
    path("notifications/read-all", ReadAllView.as_view(), name="notification-read-all"),
    path(
        "notifications/<uuid:notification_id>/read",
        ReadView.as_view(),
        name="notification-read",
    ),
    path("me/devices", DevicesView.as_view(), name="me-devices"),
    path("me/devices/<uuid:device_id>", DeviceView.as_view(), name="me-device"),
    path("me/preferences", PreferencesView.as_view(), name="me-preferences"),
]
