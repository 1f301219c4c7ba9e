"""The API answers as its description says: each endpoint's answer, held against the schema."""

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.security.test_every_address import EXPECTED
from tests.security.visits import ROLES, Visitor
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

OWNER = ROLES.index("owner")
# What is no endpoint but the description itself, and what answers with a file.
APART = (
    "api/v1/schema/",
    "api/v1/docs/",
    "api/v1/reference/",
    "api/v1/me/export",
    "api/v1/summary.csv",
    "api/v1/feeds/hand-overs.ics",
    "api/v1/feeds/opening-hours.ics",
    "api/v1/feeds/area.atom",
    "api/v1/imports/<uuid:import_id>/errors.csv",
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """As `manage.py spectacular` writes it; a warning fails."""
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", format="openapi-json", stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def described(schema: dict[str, Any], method: str, route: str) -> dict[str, Any]:
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    operation: dict[str, Any] = schema["paths"][path][method.lower()]
    return operation


def answer_of(
    schema: dict[str, Any], method: str, route: str, status: str
) -> dict[str, Any] | None:
    """What is said of that status; most refusals are described once, apart."""
    said: dict[str, Any] | None = described(schema, method, route)["responses"].get(status)
    if said and "$ref" in said:
        named: dict[str, Any] = schema["components"]["responses"][said["$ref"].rsplit("/", 1)[1]]
        return named
    return said


def endpoints() -> list[tuple[str, str]]:
    return [
        (method, route)
        for method, route in EXPECTED
        if route.startswith("api/v1/") and route not in APART
    ]


def test_every_endpoint_is_described_and_named_once(schema: dict[str, Any]) -> None:
    names = [described(schema, *endpoint)["operationId"] for endpoint in endpoints()]
    assert len(set(names)) == len(names) > 100
    assert [name for name in names if re.search(r"_\d+$", name)] == []


def test_every_limit_has_bounds(schema: dict[str, Any]) -> None:
    """A list's pages, and whether more is there, are told to whoever makes a client of it."""
    limits = [
        parameter["schema"]
        for methods in schema["paths"].values()
        for parameter in methods.get("get", {}).get("parameters", [])
        if parameter.get("name") == "limit"
    ]
    assert len(limits) > 20
    assert all({"minimum", "maximum", "default"} <= each.keys() for each in limits)
    assert {each["maximum"] for each in limits} == {20, 100, 500}
    assert schema["components"]["schemas"]["Meta"]["properties"]["more"]["type"] == "boolean"


def test_every_answer_is_as_described(world: World, schema: dict[str, Any]) -> None:
    visitor = Visitor(world.gina, world)
    wrong: dict[str, Any] = {}
    checked = 0
    for method, route in endpoints():
        if not EXPECTED[method, route][OWNER].startswith("2"):
            continue
        answer = visitor.visit(method, route)
        said = answer_of(schema, method, route, str(answer.status_code))
        if said is None:
            wrong[f"{method} {route}"] = f"{answer.status_code} is not described"
        elif answer.status_code != 204:
            checked += 1
            shape = next(iter(said["content"].values()))["schema"]
            whole = {**shape, "components": schema["components"]}
            problems = Draft202012Validator(whole).iter_errors(answer.json())  # type: ignore[attr-defined]
            if found := [f"{list(e.absolute_path)}: {e.message[:120]}" for e in problems]:
                wrong[f"{method} {route}"] = found[:4]
    assert wrong == {}
    assert checked > 60


def test_every_refusal_is_as_described(world: World, schema: dict[str, Any]) -> None:
    """A stranger's: each status is in the description, in one shape."""
    visitor = Visitor(world.stranger, world)
    wrong: dict[str, Any] = {}
    for method, route in endpoints():
        status = EXPECTED[method, route][ROLES.index("stranger")]
        if status not in ("401", "403", "404", "409"):
            continue
        body = visitor.visit(method, route).json()  # type: ignore[attr-defined]
        said = answer_of(schema, method, route, status)
        if said is None:
            wrong[f"{method} {route}"] = f"{status} is not described"
        else:
            shape = said["content"]["application/json"]["schema"]
            whole = {**shape, "components": schema["components"]}
            Draft202012Validator(whole).validate(body)
    assert wrong == {}
