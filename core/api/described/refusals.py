"""Each refusal that an operation can give, as OpenAPI says it: a response for each status, with
the codes that the code itself knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import APIException

from core.api.described.headers import headers_of
from core.api.errors import CODES
from core.errors import Refused

MEANINGS = {
    400: "A field breaks a rule; `details` names it. Or the body is no JSON.",
    401: "No valid token; or signing in needs another step.",
    403: "You may see it, but not do this; or your token lacks the scope that `details` name.",
    404: "Not there, or not for you to know.",
    406: "The API answers with JSON; `Accept` rules that out.",
    409: "The id holds other content, not enough is left, the state forbids it, or the same "
    "request is being handled at this moment.",
    412: "It was changed since you read it: `If-Match` names an older version.",
    413: "The body is larger than can be sent at once.",
    415: "The body has to be `application/json`.",
    422: "The `Idempotency-Key` was used for another request.",
    429: "Too many calls; `Retry-After` says when to come back.",
    503: "The site cannot answer at this moment; come back after `Retry-After` seconds.",
}
ERROR: dict[str, Any] = {
    "type": "object",
    "description": "Every refusal: what went wrong, for programs and for people.",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string", "description": "For programs; never translated."},
                "message": {"type": "string", "description": "A sentence, in your language."},
                "details": {
                    "type": "object",
                    "additionalProperties": True,
                    "description": "Fields with their messages, or facts.",
                },
            },
            "required": ["code", "message", "details"],
        }
    },
    "required": ["error"],
}


@dataclass(frozen=True)
class Asked:
    """What matters of an operation for what can go wrong.

    Args:
        writes: it is no GET.
        has_parameters: in its path, its query or its body.
        names_something: a row that may not be there, in its path, query or body.
        public: nobody is asked who they are, so that a token is not looked at.
        conditional: takes `If-Match`.
    """

    writes: bool
    has_parameters: bool
    names_something: bool
    public: bool
    conditional: bool


def statuses(asked: Asked) -> list[int]:
    """Of the refusals that such an operation can give, in order."""
    found = {406, 429, 503}
    if asked.has_parameters or asked.writes:
        found.add(400)
    if not asked.public or asked.writes:
        found.add(401)
    if not asked.public:
        found.add(403)
    if asked.names_something:
        found.add(404)
    if asked.writes:
        found |= {413, 415}
        if not asked.public:
            found |= {409, 422}
    if asked.conditional:
        found.add(412)
    return sorted(found)


def response_name(status: int) -> str:
    """Of the component that describes a status, such as `NotFound`."""
    return CODES[status].title().replace("_", "")


def reference(status: int) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{response_name(status)}"}


def responses() -> dict[str, Any]:
    """The components that `reference` leads to."""
    return {response_name(status): _response(status) for status in sorted(MEANINGS)}


def codes_of(status: int) -> list[str]:
    """All codes that come with a status: the usual one, and those that classes name."""
    if status == 422:  # the one status of which the handler tells no class's own code
        return [CODES[status]]
    own = {
        str(code)
        for error in _below(Refused, APIException)
        if _status(error) == status and isinstance(code := getattr(error, "code", None), str)
    }
    return sorted({CODES[status], *own})


def _response(status: int) -> dict[str, Any]:
    code = {"properties": {"code": {"enum": codes_of(status)}}}
    schema = {"$ref": "#/components/schemas/Error"}
    return {
        "description": MEANINGS[status],
        "headers": headers_of(status),
        "content": {
            "application/json": {"schema": {"allOf": [schema, {"properties": {"error": code}}]}}
        },
    }


def _status(error: type[Any]) -> int:
    status: int = error.status if issubclass(error, Refused) else error.status_code
    return status


def _below(*parents: type[Any]) -> Iterator[type[Any]]:
    for parent in parents:
        yield parent
        yield from _below(*parent.__subclasses__())
