"""One shape for every refusal, and for every answer."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import orjson
import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404
from django.test import Client
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from core import errors
from core.api.errors import error_body, exception_handler
from core.api.renderers import EnvelopeJSONRenderer, answer, dumps

FIELDS = {"quantity": ["Too much."]}


def told(error: Exception) -> tuple[int, str, object, str | None]:
    response = exception_handler(error, {})
    assert response is not None
    body = response.data["error"]
    assert list(body) == ["code", "message", "details"]
    assert body["message"]
    return response.status_code, body["code"], body["details"], response.headers.get("Retry-After")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.Refused("No.", {"left": "2"}), (409, "CONFLICT", {"left": "2"}, None)),
        (errors.NotEnoughLeft("No."), (409, "CONFLICT", {}, None)),
        (
            errors.TransitionForbidden("No.", {"allowed": ["a"]}),
            (409, "CONFLICT", {"allowed": ["a"]}, None),
        ),
        (errors.IdempotencyMismatch(), (409, "CONFLICT", {}, None)),
        (errors.KeyReused(), (422, "IDEMPOTENCY_KEY_REUSED", {}, None)),
        (errors.InFlight(), (409, "CONFLICT", {}, "1")),
        (errors.NotAllowed("No."), (403, "PERMISSION_DENIED", {}, None)),
        (errors.Invalid(quantity="Too much."), (400, "VALIDATION_ERROR", FIELDS, None)),
        (exceptions.ValidationError(FIELDS), (400, "VALIDATION_ERROR", FIELDS, None)),
        (exceptions.ValidationError("No."), (400, "VALIDATION_ERROR", {"__all__": ["No."]}, None)),
        (exceptions.ParseError("x"), (400, "VALIDATION_ERROR", {"__all__": ["x"]}, None)),
        (exceptions.NotAuthenticated(), (401, "NOT_AUTHENTICATED", {}, None)),
        (exceptions.AuthenticationFailed(), (401, "NOT_AUTHENTICATED", {}, None)),
        (exceptions.PermissionDenied(), (403, "PERMISSION_DENIED", {}, None)),
        (PermissionDenied(), (403, "PERMISSION_DENIED", {}, None)),
        (exceptions.NotFound(), (404, "NOT_FOUND", {}, None)),
        (Http404("canary"), (404, "NOT_FOUND", {}, None)),
        (exceptions.MethodNotAllowed("PUT"), (405, "METHOD_NOT_ALLOWED", {}, None)),
        (exceptions.NotAcceptable(), (406, "NOT_ACCEPTABLE", {}, None)),
        (RequestDataTooBig(), (413, "PAYLOAD_TOO_LARGE", {}, None)),
        (exceptions.UnsupportedMediaType("x"), (415, "UNSUPPORTED_MEDIA_TYPE", {}, None)),
        (exceptions.Throttled(wait=2.4), (429, "THROTTLED", {}, "3")),
        (exceptions.Throttled(wait=0.1), (429, "THROTTLED", {}, "1")),
        (OperationalError("canary"), (503, "UNAVAILABLE", {}, "5")),
        (InterfaceError("canary"), (503, "UNAVAILABLE", {}, "5")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_refusal_has_its_status_code_and_details(error, expected):
    assert told(error) == expected


@pytest.mark.parametrize("error", [ValueError("canary"), DataError("canary"), KeyError("x")])
def test_what_nobody_foresaw_is_left_to_the_500(error):
    assert exception_handler(error, {}) is None


def test_every_kind_of_refusal_is_in_the_table_above():
    named = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    kinds = {kind for kind in named if issubclass(kind, errors.Refused)}
    marks = test_each_refusal_has_its_status_code_and_details.pytestmark
    tested = {type(error) for error, _ in marks[0].args[1]}
    assert kinds <= tested


def test_times_and_what_is_not_there_are_told_as_json_has_them():
    details = {"until": datetime(2026, 3, 1, 12, tzinfo=UTC), "after": None}
    assert told(errors.Refused("No.", details))[2] == {
        "until": "2026-03-01T12:00:00Z",
        "after": None,
    }


def test_half_a_character_is_told_as_a_question_mark():
    error = exceptions.ValidationError({"title": ["\ud800 is wrong"], "n": ["1"]})
    response = exception_handler(error, {})
    assert response is not None
    assert orjson.loads(dumps(response.data))["error"]["details"]["title"] == ["? is wrong"]


def test_error_body_names_the_status_or_the_code_given():
    body = {"code": "CONFLICT", "message": "No.", "details": {"left": "1"}}
    assert error_body(409, "No.", {"left": "1"}) == {"error": body}
    assert error_body(401, "No.", code="OTHER")["error"]["code"] == "OTHER"
    assert error_body(418, "No.")["error"]["code"] == "ERROR"


def rendered(response: Response) -> object:
    return orjson.loads(
        EnvelopeJSONRenderer().render(response.data, None, {"response": response}) or b"null"
    )


def test_success_is_data_and_meta():
    body = rendered(answer({"items": []}, next="abc"))
    assert isinstance(body, dict)
    moment = datetime.fromisoformat(body["meta"].pop("timestamp"))
    assert body == {"data": {"items": []}, "meta": {"next": "abc"}}
    assert abs(moment - datetime.now(UTC)) < timedelta(seconds=5)


def test_no_content_is_no_content():
    assert rendered(Response(status=204)) is None


def test_errors_are_not_wrapped_again():
    response = Response(error_body(404, "No."), status=404)
    response.exception = True
    assert rendered(response) == error_body(404, "No.")


def test_plain_values_in_json():
    paris = timezone(timedelta(hours=2))
    data = {
        "when": datetime(2026, 3, 1, 14, tzinfo=paris).astimezone(UTC),
        "much": Decimal("1.500"),
        "said": gettext_lazy("English"),
        1: 2,
    }
    assert dumps(data) == (b'{"when":"2026-03-01T12:00:00Z","much":"1.500","said":"English","1":2}')
    with pytest.raises(TypeError):
        dumps({"x": object()})


BODIES = [
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"id": 1',
    b"\xff\xfe",
    b"NaN",
    b'{"quantity": ' + b"9" * 5_000 + b"}",
    b'"text"',
    b"null",
    b"[]",
]


@pytest.mark.django_db
@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:8].decode("latin-1"))
def test_a_body_that_cannot_be_read_is_a_400(api, giver, body):
    response = api(giver).post("/api/v1/listings", body, content_type="application/json")
    assert (response.status_code, response.json()["error"]["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.django_db
def test_a_body_without_end_is_a_413(api, giver, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = b'{"id": "' + b"x" * 1000 + b'"}'
    response = api(giver).post("/api/v1/listings", body, content_type="application/json")
    assert (response.status_code, response.json()["error"]["code"]) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["zlib", "hex", "utf-7", "utf-16", "nonsense"])
def test_json_is_utf_8_whatever_is_claimed(api, giver, charset):
    kind = f"application/json; charset={charset}"
    body = '{"display_name": "Zoë"}'.encode()
    response = api(giver).generic("PATCH", "/api/v1/me", body, content_type=kind)
    assert (response.status_code, response.json()["data"]["display_name"]) == (200, "Zoë")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/api/", 404, "NOT_FOUND"),
        ("get", "/api/v1/nothing", 404, "NOT_FOUND"),
        ("get", "/api/v1/listings/not-an-id", 404, "NOT_FOUND"),
        ("get", "/api/v1/listings/%00", 404, "NOT_FOUND"),
        ("post", "/api/v1/listings/", 404, "NOT_FOUND"),
        ("put", "/api/v1/auth/login", 405, "METHOD_NOT_ALLOWED"),
        ("post", "/api/v1/listings", 401, "NOT_AUTHENTICATED"),
        ("get", "/api/v1/foods?limit=0", 400, "VALIDATION_ERROR"),
        ("get", "/api/v1/foods?cursor=%00", 400, "VALIDATION_ERROR"),
    ],
)
def test_the_api_speaks_json_wherever_one_gets_lost(client, method, address, status, code):
    response = getattr(client, method)(address)
    assert response["Content-Type"] == "application/json"
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


@pytest.mark.django_db
def test_a_foreign_host_is_refused_in_the_envelope(client):
    response = client.get("/api/v1/foods", headers={"Host": "evil.example"})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.django_db
def test_the_api_asks_for_no_csrf_token_and_takes_no_session(giver):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(giver)
    response = browser.post("/api/v1/listings", b"{}", content_type="application/json")
    assert (response.status_code, response.json()["error"]["code"]) == (401, "NOT_AUTHENTICATED")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_what_concerns_several_fields_has_one_name():
    class Both(serializers.Serializer[dict[str, object]]):
        def validate(self, attrs):
            raise serializers.ValidationError("No.")

    both = Both(data={})
    assert not both.is_valid()
    assert list(both.errors) == ["__all__"]
