"""Organizations as Open Referral publishes them (HSDS 3.0): one entry becomes one line.

Taken: the organization's id, name and description; of its locations the first with coordinates,
with its address; weekly schedules of that location, else of the organization, else of its services.
What else an entry holds is left alone. Source: Human Services Data Specification 3.0,
`organization`, `location`, `address`, `schedule` and `service` objects.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from django.utils.translation import gettext as _

from partners.errors import UnusableFile
from partners.files.json_array import elements
from partners.imports.lines import Line, Problem

LONGEST_PAGE = 4_000_000  # characters of an API's page object, which is read whole
LONGEST_TEXT = 2_000
PAGE_KEY = "contents"
WEEKLY = "WEEKLY"
# Where each field comes from, as errors name it.
COLUMNS = {
    "id": "id",
    "name": "name",
    "description": "description",
    "latitude": "locations.latitude",
    "longitude": "locations.longitude",
    "address": "locations.addresses",
    "opening_hours": "schedules",
}
ADDRESS = ("address_1", "address_2", "city", "postal_code")


def lines(text: TextIO) -> Iterator[Line]:
    """The organizations of a file, an array or a page of an API.

    Args:
        text: at its beginning.

    Raises:
        UnusableFile: no JSON, or neither of the two.
    """
    for number, entry in enumerate(_entries(text), 1):
        if isinstance(entry, dict):
            yield Line(number, dict(_values(entry)))
        else:
            yield Line(number, {}, [Problem("", _("This entry is no organization."))])


def _entries(text: TextIO) -> Iterator[Any]:
    start = ""
    while not start.strip() and (sign := text.read(1)):
        start = sign
    text.seek(0)
    if start != "{":
        yield from elements(text)
        return
    whole = text.read(LONGEST_PAGE + 1)
    if len(whole) > LONGEST_PAGE:
        raise UnusableFile(_("This page is too long. Send its organizations as an array."))
    try:
        page = json.loads(whole)
    except (ValueError, RecursionError) as error:
        raise UnusableFile(_("This is no JSON.")) from error
    entries = page.get(PAGE_KEY)
    if not isinstance(entries, list):
        raise UnusableFile(
            _("This is neither an array of organizations nor a page with “contents”.")
        )
    yield from entries


def _values(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Cells by field, as a table would hold them."""
    for name in ("id", "name"):
        yield name, _text(entry.get(name))
    yield "description", _text(entry.get("description"))[:LONGEST_TEXT]
    location = _location(entry)
    yield "latitude", _text(location.get("latitude"))
    yield "longitude", _text(location.get("longitude"))
    yield "address", _address(location)
    yield "opening_hours", "; ".join(_hours(entry, location))


def _location(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first place that can be put on a map, else the first."""
    places = [place for place in _list(entry, "locations") if isinstance(place, dict)]
    for service in _list(entry, "services"):
        if isinstance(service, dict):
            for at in _list(service, "service_at_locations"):
                if isinstance(at, dict) and isinstance(at.get("location"), dict):
                    places.append(at["location"])
    placed = (place for place in places if _text(place.get("latitude")))
    return next(placed, places[0] if places else {})


def _address(location: Mapping[str, Any]) -> str:
    for address in _list(location, "addresses"):
        if isinstance(address, dict):
            parts = (_text(address.get(name)) for name in ADDRESS)
            return ", ".join(part for part in parts if part)[:200]
    return ""


def _hours(entry: Mapping[str, Any], location: Mapping[str, Any]) -> list[str]:
    services = [one for one in _list(entry, "services") if isinstance(one, dict)]
    for holder in (location, entry, *services):
        told = [part for each in _list(holder, "schedules") if (part := _span(each))]
        if told:
            return list(dict.fromkeys(part for parts in told for part in parts))
    return []


def _span(schedule: Any) -> list[str]:
    """One weekly schedule, by day; nothing for any other rhythm."""
    if not isinstance(schedule, dict):
        return []
    days = [day.strip() for day in _text(schedule.get("byday")).split(",") if day.strip()]
    opens, closes = (_text(schedule.get(name))[:5] for name in ("opens_at", "closes_at"))
    is_weekly = _text(schedule.get("freq")).upper() == WEEKLY and _text(
        schedule.get("interval")
    ) in ("", "1")
    if not (is_weekly and days and opens and closes):
        return []
    return [f"{day} {opens}-{closes}" for day in days]


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    found = holder.get(name)
    return found if isinstance(found, list) else []


def _text(value: Any) -> str:
    """A JSON value as a cell; what is no text or number says nothing, nor does half a letter."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).replace("\0", "").encode(errors="ignore").decode().strip()
