"""What the page shows as a file: one table, or JSON; the same rows in both."""

from collections.abc import Iterator
from typing import Any

from core import clock
from core.api.renderers import dumps
from core.spreadsheets import csv_lines
from insights.pages.areas import area_name
from insights.pages.seen import Seen
from insights.shapes import aggregate_row, forecast_row, kilograms, signal_row

COLUMNS = (
    "record_type",
    "area",
    "cell",
    "category",
    "first_day",
    "last_day",
    "window_days",
    "listings",
    "requests",
    "commitments",
    "kg_offered",
    "kg_offered_low",
    "kg_offered_high",
    "kg_requested",
    "kg_requested_low",
    "kg_requested_high",
    "kg_committed",
    "kg_handed_over",
    "kg_expired",
    "fill_rate",
    "median_minutes_to_commitment",
    "kind",
    "severity",
    "confidence",
    "outlook",
    "usual_error",
    "usual_error_of_last_week",
    "text",
    "as_of",
    "expires_at",
)
Record = dict[str, Any]


def as_csv(seen: Seen) -> Iterator[str]:
    """A line for each record; the columns of all kinds."""
    return csv_lines(COLUMNS, records(seen))


def as_json(seen: Seen) -> bytes:
    """`{"data": {"items": [{"record_type", …}, …]}, "meta": {"timestamp"}}`."""
    return dumps({"data": {"items": list(records(seen))}, "meta": {"timestamp": clock.now()}})


def records(seen: Seen) -> Iterator[Record]:
    """Every figure of the page: the cell's own, the map's, the weeks, signals and forecasts."""
    own = {"cell": seen.cell, "area": area_name(seen.cell)}
    days = {"window_days": seen.asked.window_days}
    for row in seen.rows:
        yield {"record_type": "figures", **own, **days, **aggregate_row(row)}
    yield from _areas(seen, days)
    yield from _weeks(seen, own)
    for each in seen.signals:
        yield _signal(signal_row(each))
    for forecast in seen.forecasts:
        told = forecast_row(forecast)
        told |= {"first_day": told.pop("from"), "last_day": told.pop("until")}
        yield _known({"record_type": "forecast", "area": area_name(forecast.cell), **told})


def _areas(seen: Seen, days: Record) -> Iterator[Record]:
    for cell, rows in seen.around.items():
        if rows:
            yield {
                "record_type": "area",
                "cell": cell,
                "area": area_name(cell),
                **days,
                "kg_offered": kilograms(sum(row.offered_g for row in rows)),
                "kg_requested": kilograms(sum(row.requested_g for row in rows)),
                "as_of": rows[0].as_of,
            }


def _weeks(seen: Seen, own: Record) -> Iterator[Record]:
    """Kilograms a week; empty where a week may not be seen."""
    for stretch in seen.trend:
        offered, asked = stretch.offered_a_week, stretch.requested_a_week
        yield {
            "record_type": "week",
            **own,
            "category": seen.trend_category or None,
            "first_day": stretch.first,
            "last_day": stretch.last,
            "kg_offered": None if offered is None else kilograms(round(offered)),
            "kg_requested": None if asked is None else kilograms(round(asked)),
        }


def _signal(row: Record) -> Record:
    words = row["explanation"]
    return _known(
        {
            "record_type": "signal",
            "area": area_name(row["cell"]),
            **row,
            "text": words["retracted"] or words["text"],
        }
    )


def _known(row: Record) -> Record:
    return {name: value for name, value in row.items() if name in COLUMNS}
