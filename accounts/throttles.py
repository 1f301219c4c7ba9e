"""Who calls the API how often: a program by its own plan, people and nobody by the settings'.

Each answer says what is left, by the fields of draft-ietf-httpapi-ratelimit-headers-11
(`RateLimit-Policy: "burst";q=…;w=…` and `RateLimit: "burst";r=…;t=…`, lists of structured fields).
DRF asks the throttle after it knows who calls. What is refused before that (a bad token, an
address that is not there) is counted on its way out, for the network it came from.
"""

import ipaddress
import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import User
from core.api.buckets import Plan, Taken, take
from core.api.errors import error_body

API_PREFIX = "/api/"
LARGEST = 999_999_999_999_999
"""The largest whole number of a structured field (RFC 9651, 3.3.1)."""
V6_NETWORK = 64
"""Bits of an IPv6 address that say whose it is; the rest anybody may choose for themselves."""

TOO_MANY = _("Too many calls. Come back later.")


class TooManyCalls(Throttled):
    """429; `Retry-After` says when it makes sense to call again, `details` what is allowed."""

    def __init__(self, plan: Plan, taken: Taken) -> None:
        super().__init__(detail=TOO_MANY)
        self.wait = taken.retry_after
        self.details = refusal_details(plan, taken)


class PlanThrottle(BaseThrottle):
    """Takes each call out of the caller's bucket, or refuses it."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the call.

        Raises:
            TooManyCalls: it is one too many.
        """
        is_counted = getattr(request._request, "is_counted", False)  # as a part of a batch
        if settings.API_THROTTLE and not is_counted:
            count(request._request)
        return True


class RateLimitMiddleware:
    """Tells each caller of the API what is left, and counts what no throttle was asked about."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not settings.API_THROTTLE or not request.path_info.startswith(API_PREFIX):
            return response
        if not hasattr(request, "taken"):
            try:
                count(request)
            except TooManyCalls as refused:
                body = error_body(429, TOO_MANY, refused.details)
                response = JsonResponse(body, status=429)
                response["Retry-After"] = str(refused.wait)
        plan, taken = request.taken  # type: ignore[attr-defined]  # by `count`
        response["RateLimit-Policy"] = policy_field(plan)
        response["RateLimit"] = state_field(taken)
        return response


def count(request: HttpRequest, *, calls: int = 1, tokens: int = 1) -> None:
    """Take calls out of the caller's bucket, and remember what is left for the answer.

    Args:
        request: of Django, on which DRF has left who calls.
        calls: of the day's.
        tokens: of the bucket's.

    Raises:
        TooManyCalls: there is no room for them; nothing was taken.
    """
    key, plan = caller(request)
    taken = take(key, plan, calls=calls, tokens=tokens)
    request.taken = (plan, taken)  # type: ignore[attr-defined]  # read by the middleware
    if not taken.allowed:
        raise TooManyCalls(plan, taken)


def caller(request: HttpRequest) -> tuple[str, Plan]:
    """The key of the caller's bucket, and their plan: a program's, a person's, or a network's."""
    auth: Any = getattr(request, "auth", None)
    if auth is not None and hasattr(auth, "throttle_key"):
        return auth.throttle_key, auth.plan
    user = request.user if auth is not None else None
    if isinstance(user, User):
        return f"person:{user.pseudonym}", settings.API_PLAN_PERSON
    return f"network:{hashed_network(request)}", settings.API_PLAN_NOBODY


def hashed_network(request: HttpRequest) -> str:
    """Where a call comes from, told only to those who know the site's key; no address is kept."""
    try:
        said = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):  # a socket of this machine has no address
        return "here"
    # A socket of both kinds tells IPv4 callers as ::ffff:a.b.c.d: those are all in one /64.
    address = getattr(said, "ipv4_mapped", None) or said
    bits = V6_NETWORK if address.version == 6 else address.max_prefixlen
    network = ipaddress.ip_network((address, bits), strict=False)
    return salted_hmac("accounts.throttles", str(network), algorithm="sha256").hexdigest()


def policy_field(plan: Plan) -> str:
    """`RateLimit-Policy`: the burst refills within `w` seconds, the day's count in a day."""
    window = min(LARGEST, max(1, math.ceil(plan.burst / plan.per_second)))
    return f'"burst";q={plan.burst};w={window}, "day";q={plan.per_day};w=86400'


def state_field(taken: Taken) -> str:
    """`RateLimit`: what is left of each."""
    burst = f'"burst";r={taken.remaining};t={min(LARGEST, taken.reset_seconds)}'
    return f'{burst}, "day";r={taken.remaining_today};t={taken.day_ends_seconds}'


def refusal_details(plan: Plan, taken: Taken) -> dict[str, Any]:
    """What a 429 says beside its sentence."""
    left = {"remaining": taken.remaining, "remaining_today": taken.remaining_today}
    return {**asdict(plan), **left, "retry_after": taken.retry_after}
