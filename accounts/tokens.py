"""Signing in over the API: allauth's own headless views, asked from inside, their limits included.

Each call hands allauth a body and reads its answer; nothing about passwords, codes, second
factors or limits is decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import orjson
from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse, RateLimited
from allauth.core.internal.ratelimit import cache_lock
from allauth.headless.account.views import (
    ConfirmLoginCodeView,
    LoginView,
    RequestLoginCodeView,
    SessionView,
)
from allauth.headless.constants import Client
from allauth.headless.mfa.views import AuthenticateView
from allauth.headless.tokens.strategies.jwt.internal import validate_refresh_token
from allauth.headless.tokens.views import RefreshTokenView
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled

from accounts.key_rotation import renewed
from accounts.middleware import has_ended
from accounts.models import User
from core.errors import Refused

TOO_MANY = frozenset({"too_many_login_attempts", "rate_limited"})
WRONG = frozenset({"email_password_mismatch", "invalid_login", "incorrect_code"})
RETRY_AFTER_SECONDS = 60


class SignInRefused(Refused):
    """Wrong address, password, code or token; never says which."""

    code = "NOT_AUTHENTICATED"
    status = 401

    def __init__(self) -> None:
        super().__init__(_("This does not match what we know."))


class SecondFactorRequired(Refused):
    """Right so far; `details["session_token"]` and a code go on to `auth/second-factor`."""

    code = "SECOND_FACTOR_REQUIRED"
    status = 401


class AddressNotVerified(Refused):
    """The address must be verified first; signing in by code does that too."""

    code = "EMAIL_NOT_VERIFIED"
    status = 401


@dataclass(frozen=True)
class Tokens:
    """A pair of tokens: `expires_in` is the seconds the access token is good for."""

    access_token: str
    refresh_token: str
    user: User | None = None

    @property
    def expires_in(self) -> int:
        return int(settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN)


@dataclass(frozen=True)
class Answer:
    """What allauth said: HTTP status, its `data`, `meta`, and the codes of its errors."""

    status: int
    data: Mapping[str, Any]
    meta: Mapping[str, Any]
    errors: frozenset[str]

    @property
    def pending(self) -> str:
        """The step of signing in that waits, if any."""
        flows = self.data.get("flows", [])
        return next((flow["id"] for flow in flows if flow.get("is_pending")), "")


def sign_in(request: HttpRequest, *, email: str, password: str) -> Tokens:
    """Exchange a password for tokens.

    Raises:
        SignInRefused, SecondFactorRequired, AddressNotVerified, Throttled.
    """
    return _tokens(_ask(LoginView, request, {"email": email, "password": password}))


def send_code(request: HttpRequest, *, email: str) -> None:
    """Send a one-time code; an unknown address gets a mail that says so, the caller no hint.

    Raises:
        Throttled: too many codes for this address or from here.
    """
    answer = _ask(RequestLoginCodeView, request, {"email": email})
    _refuse_if_too_many(answer)
    # The caller need not carry a session about: the newest code of an address is found by it.
    cache.set(
        _pending_key(email), answer.meta["session_token"], settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    )


def verify_code(request: HttpRequest, *, email: str, code: str) -> Tokens:
    """Exchange a one-time code for tokens. Guesses on one address come one at a time, so that
    allauth's count of them is exact; who has waited a second for their turn is told to come again.

    Raises:
        SignInRefused, SecondFactorRequired, Throttled.
    """
    key = _pending_key(email)
    with _one_at_a_time(key):
        session_token = cache.get(key)
        if not session_token:
            raise SignInRefused
        answer = _ask(ConfirmLoginCodeView, request, {"code": code}, session_token)
        if answer.status in {200, 409, 410}:
            cache.delete(key)
    return _tokens(answer, also_wrong=frozenset({400, 409, 410}))


def verify_second_factor(request: HttpRequest, *, session_token: str, code: str) -> Tokens:
    """Finish a sign-in that waits for a second factor, with a code of it or a recovery code.

    Raises:
        SignInRefused, Throttled.
    """
    with _one_at_a_time(_digest("second-factor", session_token)):
        answer = _ask(AuthenticateView, request, {"code": code}, session_token)
    return _tokens(answer, also_wrong=frozenset({400, 401, 409, 410}))


def refresh(request: HttpRequest, *, refresh_token: str) -> Tokens:
    """Exchange a refresh token for the next pair; each is good once, in a race too.

    Raises:
        SignInRefused: unknown, used, expired, or its session has ended.
    """
    refresh_token = renewed(refresh_token)
    _end_if_too_old(refresh_token)
    with _one_at_a_time(_digest("refresh", refresh_token)):
        answer = _ask(RefreshTokenView, request, {"refresh_token": refresh_token})
    if answer.status != 200:
        raise SignInRefused
    return Tokens(answer.data["access_token"], answer.data["refresh_token"])


def sign_out(request: HttpRequest) -> None:
    """End the session behind the bearer's access token: it and its refresh token die at once."""
    scheme, _space, token = request.META["HTTP_AUTHORIZATION"].partition(" ")
    authorization = f"{scheme} {renewed(token.strip())}"
    _ask(SessionView, request, {}, method="DELETE", authorization=authorization)


def _end_if_too_old(refresh_token: str) -> None:
    """However often it is refreshed, a sign-in lasts `SESSION_MAX_DAYS` at most."""
    known = validate_refresh_token(refresh_token)
    if known and has_ended(known[1]):
        known[1].flush()


def _tokens(answer: Answer, also_wrong: frozenset[int] = frozenset()) -> Tokens:
    if answer.status == 200 and "access_token" in answer.meta:
        return Tokens(
            access_token=answer.meta["access_token"],
            refresh_token=answer.meta["refresh_token"],
            user=User.objects.select_related("home").get(pk=answer.data["user"]["id"]),
        )
    _refuse_if_too_many(answer)
    if answer.pending == "mfa_authenticate":
        token = answer.meta.get("session_token", "")
        raise SecondFactorRequired(_("A second factor is needed."), {"session_token": token})
    if answer.pending == "verify_email":
        raise AddressNotVerified(_("Confirm your e-mail address first, or sign in by code."))
    if answer.errors & WRONG or answer.status in also_wrong | {401, 403}:
        raise SignInRefused
    raise RuntimeError(f"sign-in answered {answer.status}: {sorted(answer.errors)}")


def _refuse_if_too_many(answer: Answer) -> None:
    if answer.status == 429 or answer.errors & TOO_MANY:
        raise Throttled(wait=RETRY_AFTER_SECONDS)


def _ask(
    view: Any,
    request: HttpRequest,
    body: Mapping[str, Any],
    session_token: str = "",
    *,
    method: str = "POST",
    authorization: str = "",
) -> Answer:
    """Call one of allauth's views as its own URL would, with this body and nothing of the caller's
    own session or token."""
    asked = copy(request)
    asked.allauth = SimpleNamespace()  # type: ignore[attr-defined]
    asked.method, asked._body = method, orjson.dumps(body)
    asked.META = {
        **request.META,
        "HTTP_X_SESSION_TOKEN": session_token,
        "HTTP_AUTHORIZATION": authorization,
    }
    asked.__dict__.pop("headers", None)  # computed from META once
    try:
        with request_context(asked):
            response = view.as_api_view(client=Client.APP)(asked)
    except ImmediateHttpResponse as stop:
        response = stop.response
    except RateLimited as error:
        raise Throttled(wait=RETRY_AFTER_SECONDS) from error
    content = orjson.loads(response.content)
    return Answer(
        status=response.status_code,
        data=content.get("data", {}),
        meta=content.get("meta", {}),
        errors=frozenset(error["code"] for error in content.get("errors", [])),
    )


@contextmanager
def _one_at_a_time(key: str) -> Iterator[None]:
    with cache_lock(key) as mine:
        if not mine:
            raise Throttled(wait=1)
        yield


def _pending_key(email: str) -> str:
    return _digest("login-code", User.objects.normalize_email(email))


def _digest(purpose: str, secret: str) -> str:
    return f"{purpose}:{hashlib.sha256(secret.encode()).hexdigest()}"
