"""`me/export`, `me/consents`, `me/sessions`, and leaving: what is mine, and where I am."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import exports, services
from accounts.api.asking import PageParameters, checked, person
from accounts.enums import Purpose, SecurityEventKind
from accounts.profiles import ConsentLine, consent_lines
from accounts.receivers import note
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.writes import perform
from core.errors import Invalid


class LeaveBody(serializers.Serializer[Any]):
    confirm = serializers.CharField(max_length=254, help_text="Your e-mail address.")


class LeftSerializer(serializers.Serializer[Any]):
    erased = serializers.BooleanField()


class ConsentBody(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    granted = serializers.BooleanField(help_text="False takes it back.")
    version = serializers.CharField(
        max_length=10, required=False, help_text="The one you read; the current one by default."
    )


class ConsentSerializer(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    required = serializers.BooleanField()  # type: ignore[assignment]
    granted = serializers.BooleanField()
    outdated = serializers.BooleanField(help_text="You agreed to an older version.")
    version = serializers.CharField(help_text="Of the text, its date.")
    language = serializers.CharField()
    text = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the text, in hex.")


class ConsentListSerializer(serializers.Serializer[Any]):
    items = ConsentSerializer(many=True)


class SessionSerializer(serializers.Serializer[UserSession]):
    id = serializers.IntegerField(source="pk")
    user_agent = serializers.CharField()
    ip = serializers.CharField()
    created_at = serializers.DateTimeField()


class SessionListSerializer(serializers.Serializer[Any]):
    items = SessionSerializer(many=True)


class SignedOutEverywhereSerializer(serializers.Serializer[Any]):
    signed_out = serializers.BooleanField()


class ExportView(APIView):
    permission_classes = (IsAuthenticated,)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # `format` is an ordinary parameter here, and the answer writes itself.
        return self.get_renderers()[0], self.get_renderers()[0].media_type

    @extend_schema(
        operation_id="me_export",
        parameters=[
            OpenApiParameter("format", enum=exports.FORMATS, description="json by default")
        ],
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "text/csv"): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request) -> Any:
        """Everything the site keeps about you: `format` wins over `Accept`."""
        form = request.query_params.get("format") or _accepted(request)
        if form not in exports.FORMATS:
            raise Invalid(format=_("Ask for csv or json."))
        user = person(request)
        download = exports.export(user, form)
        note(user, SecurityEventKind.DATA_EXPORTED, request._request)
        return download


class ConsentsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="me_consents", responses=ConsentListSerializer)
    def get(self, request: Request) -> Response:
        """What you have agreed to, a line for each purpose there is."""
        return Response({"items": _consents(request)})

    @extend_schema(
        operation_id="me_consents_change", request=ConsentBody, responses=ConsentListSerializer
    )
    def post(self, request: Request) -> Response:
        """Agree to a text, or take it back."""
        asked = checked(ConsentBody, request.data)
        user, purpose = person(request), Purpose(asked["purpose"])

        def change() -> None:
            if asked["granted"]:
                version = asked.get("version", "")
                services.agree(user=user, purpose=purpose, language=_language(), version=version)
            else:
                services.revoke(user=user, purpose=purpose)

        perform(request, change)
        return Response({"items": _consents(request)})


class SessionsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="me_sessions",
        parameters=[PageParameters],
        responses=SessionListSerializer,
    )
    def get(self, request: Request) -> Response:
        """Where you are signed in, newest first."""
        asked = checked(PageParameters, request.query_params)
        rows = UserSession.objects.filter(user=person(request))
        page, following = keyset_page(
            rows,
            order=("-created_at", "-id"),
            limit=asked["limit"],
            cursor=asked.get("cursor"),
        )
        return answer({"items": SessionSerializer(page, many=True).data}, next=following)

    @extend_schema(
        operation_id="me_sessions_end",
        request=None,
        responses={200: SignedOutEverywhereSerializer},
    )
    def delete(self, request: Request) -> Response:
        """Sign out everywhere: every session and token ends, this one too."""
        by = person(request)

        def sign_out() -> None:
            user = services.end_sessions(user=by)
            note(user, SecurityEventKind.SIGNED_OUT_EVERYWHERE, request._request)

        perform(request, sign_out)
        return Response({"signed_out": True})


class SessionView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="me_sessions_end_one", request=None, responses={204: None})
    def delete(self, request: Request, session_id: int) -> Response:
        """Sign out one of one's own; its token ends with it. Harmless twice."""
        by = person(request)
        perform(request, lambda: services.end_session(user=by, session_id=session_id))
        return Response(status=204)


def leave(request: Request) -> Response:
    """Erase the account of who asks, for good."""
    asked = checked(LeaveBody, request.data)
    user = person(request)
    if asked["confirm"].strip().lower() != user.email:
        raise Invalid(confirm=_("This is not the address of your account."))
    perform(request, lambda: services.erase(user=user))
    return Response({"erased": True})


def _accepted(request: Request) -> str:
    return "csv" if "text/csv" in request.headers.get("Accept", "") else "json"


def _consents(request: Request) -> list[dict[str, Any]]:
    return [_as_json(line) for line in consent_lines(person(request), _language())]


def _as_json(line: ConsentLine) -> dict[str, Any]:
    return {
        "purpose": line.purpose.value,
        "required": line.purpose.is_required,
        "granted": line.is_given,
        "outdated": line.is_outdated,
        "version": line.text.version,
        "language": line.text.language,
        "text": line.text.text,
        "sha256": line.text.sha256,
    }


def _language() -> str:
    return get_language() or "en"
