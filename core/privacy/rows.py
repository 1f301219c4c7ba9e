"""Everything that is declared of a person, row by row, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Field, ForeignKey, Model, Q
from django.db.models.fields.files import FieldFile

from core.geo.models import ExactPlace
from core.privacy.registry import PersonalData, registered

CHUNK = 500
Plain = str | int | float | bool | list[Any] | dict[str, Any] | None


@dataclass(frozen=True)
class Record:
    """One row: `values` by field name, times in UTC and ISO 8601."""

    record_type: str
    id: str
    values: dict[str, Plain]


def record_type(model: type[Model]) -> str:
    """`listing`, `security_event`: what a row of the model is called in an export."""
    named = getattr(model, "subject_type", None)
    if isinstance(named, str):  # a subject's; reports and decisions have a column of that name
        return named
    letters = model.__name__
    return "".join(f"_{x.lower()}" if x.isupper() else x for x in letters).lstrip("_")


def columns() -> list[str]:
    """The names of all fields that any record may have, in order."""
    return sorted({name for entry in registered() for name in _shown([entry])})


def records_of(person: Model) -> Iterator[Record]:
    """Every row that is declared as theirs, once; read in pieces, so any number fits.

    A row that is about several people shows each of them only what is declared of them.
    """
    told: dict[type[Model], list[Q]] = {}
    for entry in registered():
        if entry.fields:
            yield from _records(entry, told.get(entry.model, []), person)
            told.setdefault(entry.model, []).append(entry.of(person))


def _records(entry: PersonalData, told: list[Q], person: Model) -> Iterator[Record]:
    model = entry.model
    fields = [model._meta.get_field(name) for name in _shown([entry])]
    related = [field.name for field in fields if isinstance(field, ForeignKey)]
    rows = model._base_manager.filter(entry.of(person))
    for before in told:
        rows = rows.exclude(before)
    if related:
        rows = rows.select_related(*related)
    kind = record_type(model)
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        values = {field.name: _value(row, field, person) for field in fields}
        yield Record(kind, _key(row.pk), values)


def _shown(entries: list[PersonalData]) -> list[str]:
    names = dict.fromkeys(name for entry in entries for name in entry.fields)
    withheld = {name for entry in entries for name in entry.withheld}
    return [name for name in names if name not in withheld]


def _value(row: Model, field: Any, person: Model) -> Plain:
    if isinstance(field, ForeignKey):
        return _pointed_at(row, field, person)
    if isinstance(field, Field) and not field.many_to_many:
        return plain(getattr(row, field.attname))
    return [_key(other.pk) for other in getattr(row, field.name).all()]


def _pointed_at(row: Model, field: "ForeignKey[Any, Any]", person: Model) -> Plain:
    """What stands for another row: a place itself, a slug, one's own name for another person."""
    other = getattr(row, field.name)
    if other is None:
        return None
    if isinstance(other, ExactPlace):
        return {"lat": other.point.lat, "lon": other.point.lon, "label": other.label}
    if field.related_model._meta.label == settings.AUTH_USER_MODEL:
        return "me" if other.pk == person.pk else str(other)
    return str(getattr(other, "slug", "") or _key(other.pk))


def plain(value: Any) -> Plain:
    """A stored value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, FieldFile):
        return value.name
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)


def _key(key: Any) -> str:
    return "|".join(map(str, key)) if isinstance(key, tuple) else str(key)
