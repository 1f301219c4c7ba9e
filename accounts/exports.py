"""Everything the site keeps about a person, as one CSV or as JSON, written as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import orjson
from django.http import StreamingHttpResponse

from accounts.models import User
from accounts.tallies import count_up
from core import clock
from core.privacy.rows import Record, columns, plain, records_of
from core.spreadsheets import CONTENT_TYPE, csv_lines

FORMATS = ("csv", "json")
AN_HOUR = 6
FIRST_COLUMNS = ("record_type", "id")


def export(user: User, form: str) -> StreamingHttpResponse:
    """The download: `csv`, one table with a `record_type` column, or `json` in the API's envelope.

    Args:
        user: whose rows.
        form: one of `FORMATS`.

    Raises:
        TooMany: `AN_HOUR` were asked for already.
    """
    count_up(user.pk, "export", limit=AN_HOUR, period=timedelta(hours=1))
    lines = record_lines(records_of(user)) if form == "csv" else json_lines(records_of(user))
    kind = CONTENT_TYPE if form == "csv" else "application/json"
    response = StreamingHttpResponse(lines, content_type=kind)
    name = f"foodcoord-{clock.today().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def record_lines(records: Iterator[Record]) -> Iterator[str]:
    """A header with the columns of all kinds of records, then a line each."""
    names = [*FIRST_COLUMNS, *(name for name in columns() if name not in FIRST_COLUMNS)]
    told = (
        {**record.values, "record_type": record.record_type, "id": record.id} for record in records
    )
    return csv_lines(names, told)


def json_lines(records: Iterator[Record]) -> Iterator[bytes]:
    """`{"data": {"items": [{"record_type", "id", …}, …]}, "meta": {"timestamp"}}`."""
    yield b'{"data":{"items":['
    between = b""
    for record in records:
        told = {**record.values, "record_type": record.record_type, "id": record.id}
        yield between + orjson.dumps({"record_type": record.record_type, **told})
        between = b","
    yield b']},"meta":' + orjson.dumps({"timestamp": plain(clock.now())}) + b"}"
