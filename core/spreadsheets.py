"""Tables for spreadsheets: CSV, written as it is read, in which nothing is a formula."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CONTENT_TYPE = "text/csv; charset=utf-8"


class _Line:
    """Where `csv` writes to: hands back what it was given."""

    def write(self, text: str) -> str:
        return text


def csv_lines(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A header with the names, then a line for each row; what a row does not have is empty."""
    writer = csv.DictWriter(_Line(), names)
    yield writer.writerow(dict(zip(names, names, strict=True)))
    for row in rows:
        yield writer.writerow({name: cell(value) for name, value in row.items()})


def cell(value: Any) -> str:
    """A value as spreadsheets take it; what would be a formula gets an apostrophe before it."""
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, Decimal)):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return orjson.dumps(value).decode() if isinstance(value, (list, dict)) else str(value)
