"""What a client of an older description of the API would miss in a newer one.

Pure: two OpenAPI 3.1 documents in, sentences out. Additions are no loss. The names of a sentence's
places follow the wire: `data.items[].slug`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Document = Mapping[str, Any]
Schema = Mapping[str, Any]
Direction = Literal["asked", "answered"]
METHODS = ("get", "put", "post", "patch", "delete")
JSON = "application/json"


def losses(old: Document, new: Document) -> list[str]:
    """Each path, method, parameter, field, type and value that went, and each new demand.

    Args:
        old: what clients were told.
        new: what the code says now.
    """
    return list(_Comparison(old, new).paths())


@dataclass(frozen=True)
class _Shape:
    """A schema with its references followed and its parts put together."""

    types: frozenset[str]
    values: frozenset[Any] | None
    properties: Mapping[str, Schema]
    required: frozenset[str]
    items: Schema | None
    others: Schema | None


@dataclass(frozen=True)
class _Comparison:
    old: Document
    new: Document

    def paths(self) -> Iterator[str]:
        for path, methods in sorted(self.old["paths"].items()):
            there = self.new["paths"].get(path)
            if there is None:
                yield f"{path} is gone"
                continue
            for method in METHODS:
                if method in methods:
                    where = f"{method.upper()} {path}"
                    if method in there:
                        yield from self.operation(where, methods[method], there[method])
                    else:
                        yield f"{where} is gone"

    def operation(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from self.parameters(where, old, new)
        before, after = _body(self.old, old), _body(self.new, new)
        if before is not None and after is None:
            yield f"{where} takes no body any more"
        elif before is not None and after is not None:
            yield from self.schemas(f"{where} body", "", before, after, "asked")
        for status, answer in old["responses"].items():
            if not status.startswith("2"):
                continue
            if status not in new["responses"]:
                yield f"{where} does not answer {status} any more"
                continue
            content = _content(self.old, answer)
            now = _content(self.new, new["responses"][status])
            for kind, schema in content.items():
                if kind not in now:
                    yield f"{where} does not answer {status} as {kind} any more"
                else:
                    said = f"{where} answer {status}"
                    yield from self.schemas(said, "", schema, now[kind], "answered")

    def parameters(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = _parameters(self.old, old), _parameters(self.new, new)
        for name, parameter in before.items():
            if name not in after:
                yield f"{where} takes no {name} any more"
            else:
                schemas = parameter.get("schema", {}), after[name].get("schema", {})
                yield from self.schemas(f"{where} parameter", name, *schemas, "asked")
        for name, parameter in after.items():
            if parameter.get("required") and not before.get(name, {}).get("required"):
                yield f"{where} demands {name}"

    def schemas(
        self,
        where: str,
        at: str,
        old: Schema,
        new: Schema,
        direction: Direction,
        seen: frozenset[tuple[int, int]] = frozenset(),
    ) -> Iterator[str]:
        if (id(old), id(new)) in seen:
            return
        seen |= {(id(old), id(new))}
        before, after = _shape(self.old, old), _shape(self.new, new)
        yield from (f"{where}: {at or 'it'} {said}" for said in _values(before, after, direction))
        for name in sorted(before.properties):
            place = f"{at}.{name}".lstrip(".")
            if name not in after.properties:
                yield f"{where}: {place} is gone"
                continue
            if direction == "answered" and name in before.required - after.required:
                yield f"{where}: {place} may be missing"
            inner = before.properties[name], after.properties[name]
            yield from self.schemas(where, place, *inner, direction, seen)
        if direction == "asked":
            for name in sorted(after.required - before.required):
                yield f"{where}: {f'{at}.{name}'.lstrip('.')} is demanded"
        for mark, one, other in (
            ("[]", before.items, after.items),
            ("{}", before.others, after.others),
        ):
            if one is not None and other is not None:
                yield from self.schemas(where, at + mark, one, other, direction, seen)


def _values(old: _Shape, new: _Shape, direction: Direction) -> Iterator[str]:
    """Types and values: an answer may not say what it never said, a call not lose what it could."""
    if direction == "answered" and old.types:
        for kind in sorted(new.types - old.types) or ([] if new.types else ["anything"]):
            yield f"may be {kind}"
    if direction == "asked" and new.types:
        for kind in sorted(old.types - new.types):
            yield f"may not be {kind}"
    if old.values is not None and new.values is not None:
        for value in sorted(old.values - new.values, key=str):
            yield f"is never {value!r}"
    if direction == "asked" and old.values is None and new.values is not None:
        yield "takes some values only"


def _resolved(document: Document, part: Schema) -> Schema:
    while "$ref" in part:
        found: Any = document
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def _parameters(document: Document, operation: Schema) -> dict[str, Schema]:
    found = [_resolved(document, each) for each in operation.get("parameters", [])]
    return {each["name"]: each for each in found if each["in"] != "path"}


def _body(document: Document, operation: Schema) -> Schema | None:
    body = operation.get("requestBody")
    return _content(document, body).get(JSON) if body else None


def _content(document: Document, holder: Schema) -> dict[str, Schema]:
    content = _resolved(document, holder).get("content", {})
    return {kind: each.get("schema", {}) for kind, each in content.items()}


def _shape(document: Document, schema: Schema) -> _Shape:
    """One shape: all parts of `allOf`, and what any of `oneOf` and `anyOf` may be."""
    schema = _resolved(document, schema)
    kind = schema.get("type", [])
    types = frozenset([kind] if isinstance(kind, str) else kind)
    values = frozenset(schema["enum"]) if "enum" in schema else None
    properties = dict(schema.get("properties", {}))
    required = frozenset(schema.get("required", []))
    items, others = schema.get("items"), schema.get("additionalProperties")
    for word in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(word, []):
            each = _shape(document, part)
            types |= each.types
            if each.values is not None:
                values = (values or frozenset()) | each.values
            properties |= each.properties
            required |= each.required if word == "allOf" else frozenset()
            items, others = items or each.items, others or each.others
    others = others if isinstance(others, Mapping) else None
    return _Shape(types, values, properties, required, items, others)
