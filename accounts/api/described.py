"""Who may call, as OpenAPI says it: people by their tokens, programs by theirs and their scopes."""

from __future__ import annotations

import re
from typing import Any

from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.scopes import READING, ROWS, Needed, Scope

PARAMETER = re.compile(r"<\w+:(\w+)>")
BY_PATH = {"/api/v1/" + PARAMETER.sub(r"{\1}", row.route): row for row in ROWS}
TOKEN_URL = "/identity/o/api/token"  # noqa: S105  # an address


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Two ways to one header: for each operation the scope that it takes of a program, if any."""

    target_class = "accounts.authentication.BearerAuthentication"
    name = ["person", "program"]
    priority = 1

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        needed = _needed(auto_schema.path, auto_schema.method)
        found: list[dict[str, list[str]]] = [{"person": []}]
        if needed is not None:
            found.append({"program": [needed.value] if isinstance(needed, Scope) else []})
        return found

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        with translation.override("en"):
            scopes = {scope.value: str(scope.label) for scope in Scope}
        person = {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A person's access token, of `auth/login` or `auth/verify`.",
        }
        program = {
            "type": "oauth2",
            "description": "A program's token, for its id and secret.",
            "flows": {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": scopes}},
        }
        return [person, program]


def _needed(path: str, method: str) -> Needed | None:
    row = BY_PATH.get(path)
    if row is None:
        return None
    return row.read if method in READING else row.write
