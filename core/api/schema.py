"""The envelope and the errors, told to OpenAPI once for every operation."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

META = {
    "type": "object",
    "properties": {
        "timestamp": {"type": "string", "format": "date-time"},
        "next": {"type": ["string", "null"], "description": "Cursor of the next page."},
    },
    "required": ["timestamp"],
}
ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "details": {"type": "object", "additionalProperties": True},
            },
            "required": ["code", "message", "details"],
        }
    },
    "required": ["error"],
}
MEANINGS = {
    "400": "A field breaks a rule; `details` names it.",
    "401": "No valid token.",
    "403": "Seen, but not allowed.",
    "404": "Not there, or not for you to know.",
    "409": "The id holds other content, not enough is left, or the state forbids it.",
    "412": "`If-Match` names another version than it has now; `details` say which that is.",
    "422": "The Idempotency-Key was used for another request.",
    "429": "Too many calls; `Retry-After` says when to come back.",
}


class EnvelopeAutoSchema(AutoSchema):
    """Wraps answers in `data` and `meta`, and documents each error an operation can give."""

    def _get_response_for_code(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        response: dict[str, Any] = super()._get_response_for_code(  # type: ignore[no-untyped-call]
            *args, **kwargs
        )
        for kind, content in response.get("content", {}).items():
            if kind != "application/json":
                continue
            content["schema"] = {
                "type": "object",
                "properties": {"data": content["schema"], "meta": META},
                "required": ["data", "meta"],
            }
        return response

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation:
            for status in self._error_statuses():
                operation["responses"].setdefault(
                    status,
                    {
                        "description": MEANINGS[status],
                        "content": {"application/json": {"schema": ERROR}},
                    },
                )
        return operation

    def _error_statuses(self) -> list[str]:
        writes = self.method not in {"GET", "HEAD"}
        statuses = ["400", "401", "404", "429"]
        if "{" in self.path:
            statuses.append("403")
        if writes:
            statuses += ["403", "409", "412", "422"]
        return sorted(statuses)
