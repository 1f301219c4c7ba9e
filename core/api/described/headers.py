"""Headers of the API's answers and calls, described once."""

from typing import Any

HEADERS: dict[str, Any] = {
    "X-Correlation-Id": {
        "description": "Finds this call again in our logs and events; yours, where you sent one.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"},
    },
    "RateLimit": {
        "description": 'What is left of your plan: `"burst";r=…;t=…, "day";r=…;t=…`, calls and '
        "seconds until there are more.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": 'Your plan: `"burst";q=…;w=…, "day";q=…;w=…`, calls within seconds.',
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Seconds to wait before the next try.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "WWW-Authenticate": {
        "description": "How to sign in, where a token is missing or no good.",
        "schema": {"type": "string"},
    },
    "ETag": {
        "description": "Names this version, where the thing has any: for `If-Match` on writes, and "
        "`If-None-Match` where that is taken.",
        "schema": {"type": "string"},
    },
    "Deprecation": {
        "description": "Since when this should not be used (RFC 9745): `@` and seconds since 1970.",
        "schema": {"type": "string", "pattern": "^@[0-9]+$"},
    },
    "Sunset": {
        "description": "When this ends (RFC 8594).",
        "schema": {"type": "string"},
    },
}
PARAMETERS: dict[str, Any] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Your own name for this write, at most 255 printable ASCII characters, kept "
        "for 7 days: sent again with the same body it is answered the same and done once.",
        "schema": {"type": "string"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The `ETag` you read: where it has changed since, nothing is written.",
        "schema": {"type": "string"},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "An `ETag` you have: where nothing has changed, the answer is 304.",
        "schema": {"type": "string"},
    },
}
# By status; the first two come with every answer.
ALWAYS = ("X-Correlation-Id", "RateLimit", "RateLimit-Policy")
ALSO = {
    401: ("WWW-Authenticate",),
    409: ("Retry-After",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}


def headers_of(status: int, *, tagged: bool = False) -> dict[str, Any]:
    """References to what comes with an answer of that status; `tagged` ones have an ETag."""
    names = [*ALWAYS, *ALSO.get(status, ()), *(("ETag",) if tagged else ())]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def parameter(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/parameters/{name}"}
