"""Our open formats as others read them: nothing here knows a rule that we could have got wrong.

GeoJSON by geojson-pydantic (its structure) and GEOS (its rings, through Shapely), iCalendar by
icalendar, Atom by feedparser.
"""

from typing import Any

import feedparser  # type: ignore[import-untyped]
from geojson_pydantic import Feature, FeatureCollection
from geojson_pydantic.geometries import Geometry
from icalendar import Calendar
from pydantic import ConfigDict
from shapely.geometry import Polygon, shape


class _Strict(FeatureCollection[Feature[Geometry, dict[str, Any]]]):
    """Without foreign members, but for those that we state: `links` (as OGC API Features)."""

    model_config = ConfigDict(extra="forbid")
    links: list[dict[str, str]]


def geojson_features(document: str | bytes) -> list[dict[str, Any]]:
    """The features of a collection.

    Raises:
        ValueError: it breaks a rule of RFC 7946; which one.
    """
    collection = _Strict.model_validate_json(document)
    found = [feature.model_dump(mode="json") for feature in collection.features]
    if len({feature["id"] for feature in found}) != len(found):
        raise ValueError("an id stands twice")
    for feature in found:
        _regard(feature)
    return found


def _regard(feature: dict[str, Any]) -> None:
    geometry = shape(feature["geometry"])
    if not geometry.is_valid or geometry.is_empty:
        raise ValueError(f"{feature['id']}: no geometry")
    if isinstance(geometry, Polygon) and not geometry.exterior.is_ccw:
        raise ValueError(f"{feature['id']}: turns the wrong way (section 3.1.6)")
    if feature.get("bbox") and tuple(feature["bbox"]) != geometry.bounds:
        raise ValueError(f"{feature['id']}: its bbox is another")
    west, south, east, north = geometry.bounds
    if west < -180 or south < -90 or east > 180 or north > 90:
        raise ValueError(f"{feature['id']}: not on this earth")


def calendar_events(data: bytes) -> list[dict[str, Any]]:
    """What the events of a calendar say, by the names of their properties.

    Raises:
        ValueError: it is no calendar of RFC 5545, or has lines of more than 75 octets (which
            readers forgive and section 3.1 does not).
    """
    if any(len(line) > 75 or b"\n" in line for line in data.split(b"\r\n")):
        raise ValueError("a line is too long, or ends without CRLF")
    calendar = Calendar.from_ical(data)
    if not isinstance(calendar, Calendar):
        raise TypeError("something else than one calendar")
    broken = [error for component in calendar.walk() for error in component.errors]
    if broken or not calendar.get("VERSION") or not calendar.get("PRODID"):
        raise ValueError(f"not whole: {broken}")
    found = [_said(event) for event in calendar.walk("VEVENT")]
    if len({event["UID"] for event in found}) != len(found):
        raise ValueError("a UID stands twice")
    return found


def _said(event: Any) -> dict[str, Any]:
    if "UID" not in event or "DTSTAMP" not in event:
        raise ValueError("an event without what each needs")
    if event.end <= event.start:
        raise ValueError("it ends before it starts")
    moments = {name: event.decoded(name) for name in ("DTSTAMP", "DTSTART", "DTEND")}
    return {name: str(value) for name, value in event.items()} | moments


def atom(data: bytes) -> Any:
    """A feed, with its `entries`.

    Raises:
        ValueError: it is not well-formed, or no Atom.
    """
    found = feedparser.parse(data, sanitize_html=False)
    if found.bozo or found.version != "atom10":
        raise ValueError(f"{found.version}: {found.get('bozo_exception')}")
    return found
