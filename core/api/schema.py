"""The envelope, the refusals and the headers, told to OpenAPI once for every operation."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from core.api.cursors import DEFAULT_LIMIT, MAX_LIMIT
from core.api.deprecation import deprecation_of
from core.api.described.headers import HEADERS, PARAMETERS, headers_of, parameter
from core.api.described.refusals import ERROR, Asked, reference, responses, statuses

META = {
    "type": "object",
    "properties": {
        "timestamp": {"type": "string", "format": "date-time"},
        "next": {"type": ["string", "null"], "description": "Cursor of the next page."},
        "more": {
            "type": "boolean",
            "description": "Of `changes`: whether there is more already. Elsewhere it is absent.",
        },
    },
    "required": ["timestamp"],
}
LIMIT = {"minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
"""What `core.api.cursors.read_limit` takes; a list that takes other than that says so itself."""
LOCAL_TIME = r"^([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9])?$"
SAFE = frozenset({"GET", "HEAD"})


class EnvelopeAutoSchema(AutoSchema):
    """Wraps answers in `data` and `meta`, and documents what else an operation can answer.

    A view says what the method and the path cannot: `tagged = True`, that its GET has an ETag and
    may answer 304; `names_something = True`, that it may answer 404 without a name in its path;
    `takes_key = False`, that its writes look at no Idempotency-Key.
    """

    def _get_response_for_code(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        response: dict[str, Any] = super()._get_response_for_code(  # type: ignore[no-untyped-call]
            *args, **kwargs
        )
        status = int(args[1] if len(args) > 1 else kwargs["status_code"])
        if status == 204:
            response.pop("content", None)
        if status >= 300:
            return {**response, "headers": headers_of(status)}
        response["headers"] = {**headers_of(status, tagged=True), **_own(response)}
        for kind, content in response.get("content", {}).items():
            if kind == "application/json" and getattr(self.view, "enveloped", True):
                content["schema"] = {
                    "type": "object",
                    "properties": {
                        "data": content["schema"],
                        "meta": {"$ref": "#/components/schemas/Meta"},
                    },
                    "required": ["data", "meta"],
                }
        return response

    def _get_parameters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super()._get_parameters()
        for each in found:
            if each["name"] == "limit":
                each["schema"] = {**LIMIT, **each["schema"]}
            if each.get("in") == "query" and "enum" not in each["schema"]:
                each["schema"].pop("minLength", None)  # an empty text asks for nothing
            words = each["schema"].get("items", {})
            if each.get("in") == "query" and "enum" in words:
                each["schema"]["items"] = {
                    **words,
                    "enum": [*words["enum"], ""],
                }  # so does `?diet=`
        return found

    def _map_serializer_field(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        field: dict[str, Any] = super()._map_serializer_field(  # type: ignore[no-untyped-call]
            *args, **kwargs
        )
        if field.get("format") == "time":  # which means one with an offset; ours are local times
            del field["format"]
            field["pattern"] = LOCAL_TIME
        return field

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation:
            self._add_headers(operation)
            if self._is_tagged():
                operation["responses"].setdefault(
                    "304",
                    {"description": "You have it.", "headers": headers_of(304, tagged=True)},
                )
            for status in statuses(self._asked(operation)):
                operation["responses"].setdefault(str(status), reference(status))
        return operation

    def _add_headers(self, operation: dict[str, Any]) -> None:
        """What may be sent along with any such call."""
        names = ["IdempotencyKey", "IfMatch"] if self._takes_key() else []
        if self._is_tagged():
            names.append("IfNoneMatch")
        if names:
            operation.setdefault("parameters", []).extend(map(parameter, names))

    def _asked(self, operation: dict[str, Any]) -> Asked:
        own = [each for each in operation.get("parameters", []) if "name" in each]
        return Asked(
            writes=self._writes(),
            has_parameters=bool(own) or "requestBody" in operation,
            names_something="{" in self.path
            or getattr(self.view, "names_something", False)
            or (self._writes() and "requestBody" in operation and not self._is_public()),
            public=self._is_public(),
            conditional=self._takes_key(),
        )

    def is_deprecated(self) -> bool:
        return deprecation_of(self.view, self.method) is not None

    def _writes(self) -> bool:
        return self.method not in SAFE

    def _is_public(self) -> bool:
        """Nobody is asked for a token."""
        return not self.view.get_authenticators()

    def _takes_key(self) -> bool:
        """Writes that go through `core.api.writes`; so does whatever makes nothing twice."""
        keyed = getattr(self.view, "takes_key", True)
        return bool(self._writes() and not self._is_public() and keyed)

    def _is_tagged(self) -> bool:
        return self.method == "GET" and bool(getattr(self.view, "tagged", False))


def add_components(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular's: the parts that `EnvelopeAutoSchema` refers to."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).update({"Error": ERROR, "Meta": META})
    components["headers"] = HEADERS
    components["parameters"] = PARAMETERS
    components["responses"] = responses()
    return result


def _own(response: dict[str, Any]) -> dict[str, Any]:
    headers: dict[str, Any] = response.get("headers", {})
    return headers
