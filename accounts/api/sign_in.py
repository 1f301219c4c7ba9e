"""`auth/…`: tokens for people. Thin over `accounts.tokens`, which is thin over allauth."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import tokens
from accounts.api.asking import checked
from accounts.api.me import MeSerializer


class PasswordSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    password = serializers.CharField(trim_whitespace=False, max_length=200)


class AddressSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()


class CodeSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    code = serializers.CharField(max_length=40)


class SecondFactorSerializer(serializers.Serializer[Any]):
    session_token = serializers.CharField(max_length=100)
    code = serializers.CharField(max_length=40)


class RefreshSerializer(serializers.Serializer[Any]):
    refresh_token = serializers.CharField(max_length=4000)


class CodeSentSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    expires_in = serializers.IntegerField(help_text="Seconds the code is good for.")


class TokensSerializer(serializers.Serializer[Any]):
    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds the access token is good for.")


class SignedInSerializer(TokensSerializer):
    user = MeSerializer()


class SignedOutSerializer(serializers.Serializer[Any]):
    signed_out = serializers.BooleanField()


class DoorView(APIView):
    """What one may call before having a token; a token sent along is not looked at."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class SignInView(DoorView):
    @extend_schema(request=PasswordSerializer, responses=SignedInSerializer)
    def post(self, request: Request) -> Response:
        """Exchange an e-mail address and a password for tokens."""
        asked = checked(PasswordSerializer, request.data)
        return Response(SignedInSerializer(tokens.sign_in(request._request, **asked)).data)


class CodeView(DoorView):
    @extend_schema(request=AddressSerializer, responses=CodeSentSerializer)
    def post(self, request: Request) -> Response:
        """Send a one-time code to an address; the answer is the same for unknown ones."""
        asked = checked(AddressSerializer, request.data)
        tokens.send_code(request._request, **asked)
        return Response({**asked, "expires_in": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT})


class VerifyView(DoorView):
    @extend_schema(request=CodeSerializer, responses=SignedInSerializer)
    def post(self, request: Request) -> Response:
        """Exchange the newest one-time code of an address for tokens."""
        asked = checked(CodeSerializer, request.data)
        return Response(SignedInSerializer(tokens.verify_code(request._request, **asked)).data)


class SecondFactorView(DoorView):
    @extend_schema(request=SecondFactorSerializer, responses=SignedInSerializer)
    def post(self, request: Request) -> Response:
        """Finish a sign-in that was answered `SECOND_FACTOR_REQUIRED`."""
        asked = checked(SecondFactorSerializer, request.data)
        signed_in = tokens.verify_second_factor(request._request, **asked)
        return Response(SignedInSerializer(signed_in).data)


class RefreshView(DoorView):
    @extend_schema(request=RefreshSerializer, responses=TokensSerializer)
    def post(self, request: Request) -> Response:
        """Exchange a refresh token, once, for the next pair of tokens."""
        asked = checked(RefreshSerializer, request.data)
        return Response(TokensSerializer(tokens.refresh(request._request, **asked)).data)


class SignOutView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=None, responses=SignedOutSerializer)
    def post(self, request: Request) -> Response:
        """End this session: its access and refresh tokens are refused from now on."""
        tokens.sign_out(request._request)
        return Response({"signed_out": True})
