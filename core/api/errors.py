"""Every refusal in one shape: `{"error": {"code", "message", "details"}}`."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.errors import Refused
from core.http import RETRY_AFTER_SECONDS, is_unavailable

CODES = {
    400: "VALIDATION_ERROR",
    401: "NOT_AUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    409: "CONFLICT",
    412: "PRECONDITION_FAILED",
    413: "PAYLOAD_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "IDEMPOTENCY_KEY_REUSED",
    429: "THROTTLED",
    503: "UNAVAILABLE",
}


def error_body(status: int, message: Any, details: Any = None, code: str = "") -> dict[str, Any]:
    """The error envelope.

    Args:
        status: HTTP status; gives the code where none is named.
        message: one sentence, translated.
        details: field → messages, or facts.
        code: a code of its own, SCREAMING_SNAKE.
    """
    return {
        "error": {
            "code": code or CODES.get(status, "ERROR"),
            "message": str(message),
            "details": details or {},
        }
    }


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: refusals and DRF's own exceptions in our envelope; anything else is a 500."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = _TooLarge(_("This is more than can be sent at once."))
    elif is_unavailable(error):
        error = _Unavailable()
    response = _respond(error)
    if response is not None:
        set_rollback()
    return response


class _TooLarge(exceptions.APIException):
    status_code = 413


class _Unavailable(exceptions.APIException):
    status_code = 503

    def __init__(self) -> None:
        super().__init__(
            _("FoodCoord cannot answer at this moment. Please try again in a few seconds.")
        )
        self.wait = float(RETRY_AFTER_SECONDS)


def _respond(error: Exception) -> Response | None:
    if isinstance(error, Refused):
        details = _texts(error.details)
        code = error.code if error.status != 422 else ""
        response = Response(error_body(error.status, error, details, code), status=error.status)
        if (wait := getattr(error, "retry_after", None)) is not None:
            response["Retry-After"] = str(wait)
        return response
    if not isinstance(error, exceptions.APIException):
        return None
    body = _api_exception_body(error)
    response = Response(body, status=error.status_code)
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        response["Retry-After"] = str(max(1, round(wait)))
    return response


def _api_exception_body(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        detail = error.detail
        fields = detail if isinstance(detail, dict) else {"__all__": detail}
        return error_body(400, _("Please check what you sent."), _texts(fields))
    if isinstance(error, exceptions.ParseError):
        return error_body(400, _("The body could not be read."), {"__all__": [str(error.detail)]})
    own_code = getattr(error, "code", "")
    details = _texts(getattr(error, "details", None))
    return error_body(error.status_code, error.detail, details, own_code)


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_texts(item) for item in value]
    if value is None or isinstance(value, (int, float, bool)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    # What was sent may be quoted, and JSON lets half of a character be sent, but not told.
    return str(value).encode(errors="replace").decode()
