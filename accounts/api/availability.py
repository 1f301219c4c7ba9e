"""`availability`: what one may choose, asked before signing up. It tells nobody who is here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked
from accounts.models import User
from accounts.throttles import TooManyCalls, hashed_network
from accounts.validators import validate_nickname
from core.api.buckets import Plan, take
from core.api.renderers import answer
from core.errors import Invalid

# Enough to type a name and think again; too little to go through a list of names.
PLAN = Plan(per_second=0.1, burst=20, per_day=200)


class AvailabilityParameters(serializers.Serializer[Any]):
    nickname = serializers.CharField(max_length=40, required=False, help_text="Or `email`.")
    email = serializers.CharField(max_length=254, required=False)


class AvailabilitySerializer(serializers.Serializer[Any]):
    nickname = serializers.CharField(required=False, help_text="As it was asked about.")
    email = serializers.CharField(required=False)
    available = serializers.BooleanField(
        help_text="Of a nickname: nobody has it. Of an address: it is written as one can be, "
        "whether or not somebody has an account with it."
    )


class AvailabilityView(APIView):
    """Open to everybody, and to nobody often."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="availability",
        parameters=[AvailabilityParameters],
        responses=AvailabilitySerializer,
    )
    def get(self, request: Request) -> Response:
        """Whether a nickname is free, or an e-mail address is one. Addresses of accounts are no
        exception: the answer is the same, so that nobody is found out."""
        asked = checked(AvailabilityParameters, request.query_params)
        if len(asked) != 1:
            raise Invalid(nickname=_("Ask about one nickname or one e-mail address."))
        taken = take(f"availability:{hashed_network(request._request)}", PLAN)
        if not taken.allowed:
            raise TooManyCalls(PLAN, taken)
        (name, value), *_rest = asked.items()
        free = _nickname_is_free(value) if name == "nickname" else _is_address(value)
        return answer({name: value, "available": free})


def _nickname_is_free(nickname: str) -> bool:
    try:
        validate_nickname(nickname)
    except ValidationError:
        return False
    return not User.objects.filter(nickname__iexact=nickname).exists()


def _is_address(email: str) -> bool:
    """Of the text alone: no table is asked, so that neither answer nor time depends on one."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
