"""Everything the site keeps about a person, as one CSV or as JSON, written as it is read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
from django.http import StreamingHttpResponse

from accounts.models import User
from accounts.tallies import count_up
from core import clock
from core.privacy.rows import Plain, Record, columns, plain, records_of

FORMATS = ("csv", "json")
AN_HOUR = 6
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
FIRST_COLUMNS = ("record_type", "id")


class _Line:
    """Where `csv` writes to: hands back what it was given."""

    def write(self, text: str) -> str:
        return text


def export(user: User, form: str) -> StreamingHttpResponse:
    """The download: `csv`, one table with a `record_type` column, or `json` in the API's envelope.

    Args:
        user: whose rows.
        form: one of `FORMATS`.

    Raises:
        TooMany: `AN_HOUR` were asked for already.
    """
    count_up(user.pk, "export", limit=AN_HOUR, period=timedelta(hours=1))
    lines = csv_lines(records_of(user)) if form == "csv" else json_lines(records_of(user))
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    response = StreamingHttpResponse(lines, content_type=kind)
    name = f"foodcoord-{clock.today().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def csv_lines(records: Iterator[Record]) -> Iterator[str]:
    """A header with the columns of all kinds of records, then a line each."""
    names = [*FIRST_COLUMNS, *(name for name in columns() if name not in FIRST_COLUMNS)]
    writer = csv.DictWriter(_Line(), names)
    yield writer.writerow(dict(zip(names, names, strict=True)))
    for record in records:
        values = {name: cell(value) for name, value in record.values.items()}
        line = {**values, "record_type": record.record_type, "id": record.id}
        yield writer.writerow(line)


def json_lines(records: Iterator[Record]) -> Iterator[bytes]:
    """`{"data": {"items": [{"record_type", "id", …}, …]}, "meta": {"timestamp"}}`."""
    yield b'{"data":{"items":['
    between = b""
    for record in records:
        told = {**record.values, "record_type": record.record_type, "id": record.id}
        yield between + orjson.dumps({"record_type": record.record_type, **told})
        between = b","
    yield b']},"meta":' + orjson.dumps({"timestamp": plain(clock.now())}) + b"}"


def cell(value: Plain) -> str:
    """A value as spreadsheets take it; what would be a formula gets an apostrophe before it."""
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return orjson.dumps(value).decode() if isinstance(value, (list, dict)) else str(value)
