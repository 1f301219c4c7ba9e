"""What pages of people and organizations show, as ready strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import OrganizationKind, Units, Weekday
from accounts.models import Organization
from accounts.profiles import ProfileCard as ProfileCard
from accounts.profiles import profile_card as profile_card
from core import clock
from core.geo import cells, towns
from core.geo.drawing import AreaMap, MapCell

KM_PER_MILE = 1.609344
PICTURES = {
    OrganizationKind.PANTRY: "pantry",
    OrganizationKind.KITCHEN: "prepared",
    OrganizationKind.SCHOOL: "fruit",
    OrganizationKind.GARDEN: "plants",
    OrganizationKind.FARM: "vegetables",
    OrganizationKind.SHOP: "bread",
    OrganizationKind.MUTUAL_AID: "basket",
    OrganizationKind.OTHER: "basket",
}
SPECIAL_DAYS_AHEAD = timedelta(days=60)
DAYS_AHEAD = 6  # a weekday of the next days names one day
MAP_WIDTH, MAP_CELLS = 300, 3


@dataclass(frozen=True)
class Row:
    """A line of `components/rows.html`."""

    url: str
    title: str
    text: str = ""
    picture: str = ""
    initial: str = ""
    meta: str = ""
    badge: str = ""
    badge_tone: str = "neutral"


@dataclass(frozen=True)
class Day:
    name: str
    hours: str
    is_today: bool


def length_text(km: float, units: str) -> str:
    """A length as its reader counts it: `800 m`, `1.2 km`, `0.7 mi`.

    Args:
        km: kilometres.
        units: `metric` or `imperial`.
    """
    if units == Units.IMPERIAL:
        return _("%(miles)s mi") % {"miles": _short(km / KM_PER_MILE)}
    if km < 0.95:
        return _("%(metres)s m") % {"metres": number_format(round(km * 1000, -2), 0)}
    return _("%(km)s km") % {"km": _short(km)}


def distance_text(km: float, units: str) -> str:
    """A distance between areas: below the size of one, nothing finer is said."""
    one = KM_PER_MILE if units == Units.IMPERIAL else 1.0
    if km < one:
        return _("less than %(length)s away") % {"length": length_text(one, units)}
    return _("%(length)s away") % {"length": length_text(km, units)}


def area_sentence(cell: str, units: str) -> str:
    """`An area about 900 m by 600 m, near Villeurbanne.`"""
    box = cells.bounds(cell)
    middle = box.centre
    west, east = cells.Point(middle.lat, box.west), cells.Point(middle.lat, box.east)
    south, north = cells.Point(box.south, middle.lon), cells.Point(box.north, middle.lon)
    return _("An area about %(width)s by %(height)s, near %(town)s.") % {
        "width": length_text(cells.distance_km(west, east), units),
        "height": length_text(cells.distance_km(south, north), units),
        "town": towns.nearest(middle).name,
    }


def area_map(cell: str, units: str) -> AreaMap:
    """The cell in the middle of its eight neighbours, in their proportions."""
    box = cells.bounds(cell)
    wide = cells.distance_km(cells.Point(box.south, box.west), cells.Point(box.south, box.east))
    high = cells.distance_km(cells.Point(box.south, box.west), cells.Point(box.north, box.west))
    width = MAP_WIDTH // MAP_CELLS
    height = max(20, round(width * high / wide))
    sentence = area_sentence(cell, units)
    here, there = _("The area others see"), _("A neighbouring area")
    places = [(column, row) for row in range(MAP_CELLS) for column in range(MAP_CELLS)]
    return AreaMap(
        title=here,
        description=sentence,
        width=MAP_WIDTH,
        height=height * MAP_CELLS,
        cells=[
            MapCell(
                x=column * width,
                y=row * height,
                width=width,
                height=height,
                label=here if (column, row) == (1, 1) else there,
                current=(column, row) == (1, 1),
                level="3" if (column, row) == (1, 1) else "0",
                tone="leaf" if (column, row) == (1, 1) else "none",
            )
            for column, row in places
        ],
    )


def organization_row(organization: Organization, here: cells.Point | None, units: str) -> Row:
    """One line of the list; `here` is where the reader is, as far as the list may use it."""
    distance = ""
    if here:
        km = cells.distance_km(cells.centre(organization.cell), here)
        distance = distance_text(km, units)
    accepted = ", ".join(category.name for category in organization.accepts.all()[:4])
    return Row(
        url=organization.get_absolute_url(),
        title=organization.name,
        text=" · ".join(part for part in (str(organization.get_kind_display()), accepted) if part),
        picture=PICTURES[OrganizationKind(organization.kind)],
        meta=distance,
    )


def special_days(organization: Organization) -> list[Day]:
    """Those of the next weeks, soonest first."""
    today = _local_now(organization).date()
    coming = sorted(
        (date.fromisoformat(day), spans) for day, spans in organization.special_days.items()
    )
    return [
        Day(
            name=f"{date_format(day, 'l')} {date_format(day, 'MONTH_DAY_FORMAT')}",
            hours=_spans(spans) or _("Closed"),
            is_today=day == today,
        )
        for day, spans in coming
        if today <= day <= today + SPECIAL_DAYS_AHEAD
    ]


def opening_days(organization: Organization) -> list[Day]:
    """The week, Monday first, with today marked in the organization's own time zone."""
    if not organization.opening_hours:
        return []
    today = _local_now(organization).weekday()
    return [
        Day(
            name=str(day.label),
            hours=_spans(organization.opening_hours.get(day.value, [])) or _("Closed"),
            is_today=index == today,
        )
        for index, day in enumerate(Weekday)
    ]


def open_state(organization: Organization) -> tuple[str, str]:
    """`Open until 12:30`, `Closed · opens Thursday 10:00` or `Closed now`, and its tone.

    Both empty without opening hours.
    """
    if not organization.opening_hours and not organization.special_days:
        return "", ""
    now = _local_now(organization)
    clock_time = f"{now:%H:%M}"
    for opens, closes in hours_on(organization, now.date()):
        if opens <= clock_time < closes:
            return _("Open until %(time)s") % {"time": _clock(closes)}, "open"
    opens_at = _next_opening(organization, now)
    if not opens_at:
        return _("Closed now"), "neutral"
    return _("Closed · opens %(time)s") % {"time": opens_at}, "neutral"


def _next_opening(organization: Organization, now: datetime) -> str:
    """`10:00` of today, `Thursday 10:00` of the six days after it; nothing later."""
    for ahead in range(DAYS_AHEAD + 1):
        day = now.date() + timedelta(days=ahead)
        for opens, _closes in sorted(hours_on(organization, day)):
            if ahead == 0 and opens <= f"{now:%H:%M}":
                continue
            return f"{date_format(day, 'l')} {_clock(opens)}" if ahead else _clock(opens)
    return ""


def verified_text(organization: Organization) -> str:
    """`Verified today`, `Verified 3 days ago`, `Verified on 3 May 2026`."""
    days = (clock.today() - organization.last_verified.date()).days
    if days <= 0:
        return _("Verified today")
    if days < 14:
        text = ngettext("Verified %(days)s day ago", "Verified %(days)s days ago", days)
        return text % {"days": days}
    when = timezone.localtime(organization.last_verified)
    return _("Verified on %(date)s") % {"date": date_format(when, "DATE_FORMAT")}


def _short(number: float) -> str:
    """One decimal below ten, none where it would be a nought."""
    decimals = 1 if number < 10 and round(number, 1) % 1 else 0
    return str(number_format(round(number, decimals), decimals))


def hours_on(organization: Organization, day: date) -> list[list[str]]:
    """The hours of a day: its own where it is special, else those of its weekday."""
    weekday = list(Weekday)[day.weekday()]
    usual = organization.opening_hours.get(weekday.value, [])
    spans: list[list[str]] = organization.special_days.get(day.isoformat(), usual)
    return spans


def _local_now(organization: Organization) -> datetime:
    zone = towns.nearest(cells.centre(organization.cell)).timezone
    return clock.now().astimezone(ZoneInfo(zone))


def _spans(spans: list[list[str]]) -> str:
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans)


def _clock(text: str) -> str:
    """A stored time as signs on doors have it: `9:00`, and `24:00` for the end of a day."""
    return text.removeprefix("0")
