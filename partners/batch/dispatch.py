"""One write of a batch, given to the endpoint that it names, as the caller of the batch."""

import io
import json
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.handlers.wsgi import WSGIRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import scopes
from accounts.scopes import PREFIX
from core.api.errors import error_body
from core.api.writes import KEY_HEADER

log = structlog.get_logger(__name__)

CLOSED = (
    *("auth/", "batch", "imports", "me/sessions", "webhooks"),
    "organizations/<uuid:organization_id>/clients/<uuid:client_id>/rotate",
)
"""Routes that begin so take no part: who calls, and what a batch is, must not change within it. To
check a webhook's address takes seconds, and a secret that is said once must not be taken back."""
KEPT = ("SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST")
TRIES_ARE_COUNTED = f"{PREFIX}commitments/<uuid:commitment_id>/hand-over"
"""A wrong code counts though nothing is written, and what is undone would not count."""


@dataclass(frozen=True)
class Result:
    """What a write was answered."""

    id: str
    status: int
    content: Any
    etag: str | None = None

    @property
    def refused(self) -> bool:
        return self.status >= 400

    def as_json(self) -> dict[str, Any]:
        said = self.content if self.refused else {"data": self.content}
        return {"id": self.id, "status": self.status, "etag": self.etag, **said}


def dispatch(batch: Request, write: dict[str, Any], *, atomic: bool = False) -> Result:
    """Do one write, in as many transactions as it would take by itself.

    Args:
        batch: the call it came in: who asks, and from where.
        write: as `bodies.WriteBody` reads it.
        atomic: whether it may be taken back for another's sake.
    """
    match = endpoint(write["path"])
    refusal = _closed(match, write, atomic=atomic)
    if match is None or refusal is not None:
        return Result(write["id"], 404 if match is None else 403, refusal)
    try:
        scopes.check(batch.auth, write["method"], match.route)
    except scopes.ScopeMissing as missing:
        details = dict(missing.details)
        return Result(write["id"], 403, error_body(403, missing.detail, details, missing.code))
    try:
        request = _request(batch, write, match)
        response = match.func(request, *match.args, **match.kwargs)
    except Exception:  # as a call of its own would end in a 500; the others have their own ends
        log.exception("batch_write_failed", route=match.route)
        body = error_body(500, _("Something went wrong on our side."), code="ERROR")
        return Result(write["id"], 500, body)
    content = response.data if isinstance(response, Response) else None
    return Result(write["id"], response.status_code, content, response.headers.get("ETag"))


def endpoint(path: str) -> ResolverMatch | None:
    """Where a path of the API leads; None where nothing is."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if match.route.startswith(PREFIX) else None


def _closed(match: ResolverMatch | None, write: dict[str, Any], *, atomic: bool) -> Any:
    """Why a write takes no part in a batch; None where it does."""
    if match is None:
        return error_body(404, _("There is no such address."))
    route = match.route.removeprefix(PREFIX)
    is_leaving = route == "me" and write["method"] == "DELETE"
    if route.startswith(CLOSED) or "/photos" in route or is_leaving:
        return error_body(403, _("This takes no part in a batch; call it by itself."))
    if atomic and match.route == TRIES_ARE_COUNTED and write["body"].get("code"):
        return error_body(403, _("A hand-over by code takes no part in all or nothing."))
    return None


def _request(batch: Request, write: dict[str, Any], match: ResolverMatch) -> WSGIRequest:
    """A request of its own that nobody has to sign in for again."""
    outer = batch._request
    # Not as we answer: JSON can hold numbers of any length, and halves of characters.
    body = json.dumps(write["body"]).encode("ascii")
    headers = dict(write["headers"])
    if (key := batch.headers.get(KEY_HEADER)) and KEY_HEADER not in headers:
        headers[KEY_HEADER] = f"{key}/{write['id']}"
    request = WSGIRequest(
        {
            **{name: outer.META[name] for name in KEPT if name in outer.META},
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
            "REQUEST_METHOD": write["method"],
            "PATH_INFO": write["path"],
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
    )
    request.user, request.session = batch.user, outer.session
    request.resolver_match = match
    request.is_counted = True  # type: ignore[attr-defined]  # by the batch, for the throttle
    request._force_auth_user = batch.user  # type: ignore[attr-defined]  # DRF's own way
    request._force_auth_token = batch.auth  # type: ignore[attr-defined]
    return request
