"""What clients lose between two descriptions: one sentence for each, none for additions."""

from typing import Any

import pytest

from core.api.described.losses import losses

TEXT = {"type": "string"}


def document(
    *,
    answer: dict[str, Any] | None = None,
    body: dict[str, Any] | None = None,
    parameters: list[dict[str, Any]] | None = None,
    status: str = "200",
    kind: str = "application/json",
) -> dict[str, Any]:
    """With one operation, whose answer and body are schemas."""
    operation: dict[str, Any] = {
        "responses": {status: {"content": {kind: {"schema": answer or {"type": "object"}}}}},
        "parameters": parameters or [],
    }
    if body:
        operation["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return {"paths": {"/foods": {"post": operation}}}


def thing(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def listed(schema: dict[str, Any]) -> dict[str, Any]:
    return thing("items", items={"type": "array", "items": schema})


def query(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": TEXT, **more}


ANSWER = "POST /foods answer 200"
BODY = "POST /foods body"
CASES: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    (
        "a field of an answer",
        document(answer=listed(thing(slug=TEXT, name=TEXT))),
        document(answer=listed(thing(name=TEXT))),
        [f"{ANSWER}: items[].slug is gone"],
    ),
    (
        "a field renamed",
        document(answer=thing(name=TEXT)),
        document(answer=thing(title=TEXT)),
        [f"{ANSWER}: name is gone"],
    ),
    (
        "a type changed",
        document(answer=thing(size=TEXT)),
        document(answer=thing(size={"type": "integer"})),
        [f"{ANSWER}: size may be integer"],
    ),
    (
        "null where there was none",
        document(answer=thing(size=TEXT)),
        document(answer=thing(size={"type": ["string", "null"]})),
        [f"{ANSWER}: size may be null"],
    ),
    (
        "always there, and now perhaps",
        document(answer=thing("size", size=TEXT)),
        document(answer=thing(size=TEXT)),
        [f"{ANSWER}: size may be missing"],
    ),
    (
        "a value of an answer",
        document(answer=thing(state={"enum": ["open", "shut"]})),
        document(answer=thing(state={"enum": ["open", "closed"]})),
        [f"{ANSWER}: state is never 'shut'"],
    ),
    (
        "a field of a body that may be left out, and now may not",
        document(body=thing(note=TEXT)),
        document(body=thing("note", note=TEXT)),
        [f"{BODY}: note is demanded"],
    ),
    (
        "a new field that has to be sent",
        document(body=thing(note=TEXT)),
        document(body=thing("kind", note=TEXT, kind=TEXT)),
        [f"{BODY}: kind is demanded"],
    ),
    (
        "a field that is taken no more",
        document(body=thing(note=TEXT)),
        document(body=thing(kind=TEXT)),
        [f"{BODY}: note is gone"],
    ),
    (
        "null that may not be sent any more",
        document(body=thing(note={"type": ["string", "null"]})),
        document(body=thing(note=TEXT)),
        [f"{BODY}: note may not be null"],
    ),
    (
        "a text of which only some are taken now",
        document(body=thing(kind=TEXT)),
        document(body=thing(kind={"type": "string", "enum": ["a"]})),
        [f"{BODY}: kind takes some values only"],
    ),
    (
        "a parameter",
        document(parameters=[query("cell"), query("limit")]),
        document(parameters=[query("limit")]),
        ["POST /foods takes no cell any more"],
    ),
    (
        "a parameter that has to be sent",
        document(parameters=[query("cell")]),
        document(parameters=[query("cell", required=True)]),
        ["POST /foods demands cell"],
    ),
    (
        "a body",
        document(body=thing(note=TEXT)),
        document(),
        ["POST /foods takes no body any more"],
    ),
    (
        "a status",
        document(status="201"),
        document(status="200"),
        ["POST /foods does not answer 201 any more"],
    ),
    (
        "a kind of answer",
        document(kind="text/csv"),
        document(),
        ["POST /foods does not answer 200 as text/csv any more"],
    ),
    (
        "a method",
        document(),
        {"paths": {"/foods": {"get": document()["paths"]["/foods"]["post"]}}},
        ["POST /foods is gone"],
    ),
    ("a path", document(), {"paths": {}}, ["/foods is gone"]),
]


@pytest.mark.parametrize(
    ("old", "new", "said"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_went_is_named(old: dict[str, Any], new: dict[str, Any], said: list[str]) -> None:
    assert losses(old, new) == said


def test_additions_are_no_loss() -> None:
    state = {"enum": ["open", "shut"]}
    old = document(answer=thing(state=state), body=thing("note", note=TEXT))
    new = document(
        answer=thing("more", state={"enum": ["open", "shut", "torn"]}, more=TEXT),
        body=thing(note={"type": ["string", "null"]}, more=TEXT),
        parameters=[query("cell")],
    )
    new["paths"]["/more"] = {"get": {"responses": {}}}
    assert losses(old, new) == []


def test_what_refers_to_itself_is_compared_once() -> None:
    def tree(**more: Any) -> dict[str, Any]:
        branch = {"$ref": "#/components/schemas/Tree"}
        made = document(answer=branch)
        made["components"] = {"schemas": {"Tree": thing(branch=branch, **more)}}
        return made

    assert losses(tree(leaf=TEXT), tree()) == [f"{ANSWER}: leaf is gone"]


def test_parts_of_all_of_are_one() -> None:
    def both(**more: Any) -> dict[str, Any]:
        return document(answer={"allOf": [thing(a=TEXT), thing(**more)]})

    assert losses(both(b=TEXT), both()) == [f"{ANSWER}: b is gone"]
