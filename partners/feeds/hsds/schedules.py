"""Opening hours as HSDS schedules: the times, and an RFC 5545 rule that says when they repeat."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.enums import Weekday
from accounts.models import Organization
from core import clock
from partners.feeds.texts import nearest_town

BYDAY = dict(zip(Weekday.values, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
# HSDS has no end of a day; its documentation says to write the last minute.
END_OF_DAY, LAST_MINUTE = "24:00", "23:59"
Schedule = dict[str, Any]


def schedules_of(organization: Organization, location: UUID) -> list[Schedule]:
    """The usual week, days of the same hours together, then the special days to come.

    Args:
        organization: whose hours.
        location: the id of the place that keeps them.
    """
    zone = ZoneInfo(nearest_town(organization.cell).timezone)
    today = clock.now().astimezone(zone).date()
    return [
        *_usual(organization, location, today, zone),
        *_special(organization, location, today, zone),
    ]


def _usual(
    organization: Organization, location: UUID, today: date, zone: ZoneInfo
) -> list[Schedule]:
    days: dict[tuple[str, str], list[str]] = {}
    for day in Weekday.values:
        for opens, closes in organization.opening_hours.get(day, []):
            days.setdefault((opens, closes), []).append(BYDAY[day])
    return [
        {
            "id": uuid5(location, f"{opens}-{closes}"),
            "location_id": location,
            "freq": "WEEKLY",
            "wkst": "MO",
            "byday": ",".join(open_days),
            **_times(opens, closes, today, zone),
        }
        for (opens, closes), open_days in days.items()
    ]


def _special(
    organization: Organization, location: UUID, today: date, zone: ZoneInfo
) -> list[Schedule]:
    """One entry for each span of a day with hours of its own; one without times where closed."""
    found: list[Schedule] = []
    for text, spans in sorted(organization.special_days.items()):
        day = date.fromisoformat(text)
        if day < today:
            continue
        one_day = {
            "location_id": location,
            "valid_from": text,
            "valid_to": text,
            "dtstart": text,
            "until": text,
            "freq": "WEEKLY",
            "byday": BYDAY[Weekday.values[day.weekday()]],
        }
        if not spans:
            closed = {"description": _("Closed"), "notes": _("Instead of the usual hours.")}
            found.append({"id": uuid5(location, text), **one_day, **closed})
        for opens, closes in spans:
            span_id = uuid5(location, f"{text} {opens}-{closes}")
            times = _times(opens, closes, day, zone)
            notes = {"notes": _("Instead of the usual hours.")}
            found.append({"id": span_id, **one_day, **times, **notes})
    return found


def _times(opens: str, closes: str, day: date, zone: ZoneInfo) -> Schedule:
    """The times with what they are ahead of UTC on that day, as HSDS asks for."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    offset = noon.utcoffset() or timedelta(0)
    ahead = f"{noon:%z}"
    ahead = f"{ahead[:3]}:{ahead[3:5]}"
    until = LAST_MINUTE if closes == END_OF_DAY else closes
    return {
        "opens_at": f"{opens}{ahead}",
        "closes_at": f"{until}{ahead}",
        "timezone": offset / timedelta(hours=1),
        "description": _("%(opens)s to %(closes)s, local time (%(zone)s)")
        % {"opens": opens, "closes": closes, "zone": zone.key},
    }
