"""A hand-over as a calendar entry (RFC 5545)."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

FOLD_AT = 75
LINE_END = "\r\n"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event.

    Args:
        uid: the same for each version of the event, unique in the world (§3.8.4.7).
        sequence: counts its versions (§3.8.7.4).
        stamp: when this version came to be.
        start: of the event.
        end: of the event.
        summary: its title.
        description: more, any text.
        location: any text; left out when empty.
        url: where to read on.
    """

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    url: str


def calendar_file(*entries: Entry, name: str = "") -> str:
    """A calendar, lines folded at 75 octets (§3.1), times in UTC (§3.3.5).

    Args:
        entries: its events.
        name: what a calendar app calls it; left out when empty.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//FoodCoord//Exchanges//EN",
        *([f"X-WR-CALNAME:{_text(name)}"] if name else []),
        *(line for entry in entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + LINE_END for line in lines)


def _event(entry: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_utc(entry.stamp)}",
        f"DTSTART:{_utc(entry.start)}",
        f"DTEND:{_utc(entry.end)}",
        f"SUMMARY:{_text(entry.summary)}",
        f"DESCRIPTION:{_text(entry.description)}",
        *([f"LOCATION:{_text(entry.location)}"] if entry.location else []),
        f"URL:{entry.url}",
        "END:VEVENT",
    ]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    r"""Escaped as §3.3.11 says: backslash, semicolon, comma, and line ends as `\n`; no controls."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        value = value.replace(plain, escaped)
    return "\\n".join("".join(filter(_may_stand, line)) for line in value.splitlines())


def _may_stand(character: str) -> bool:
    return character == "\t" or unicodedata.category(character) != "Cc"


def _folded(line: str) -> str:
    """In pieces of at most 75 octets, each further one behind a space, no character cut apart."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > FOLD_AT:
            pieces.append(piece)
            piece = " "
        piece += character
    return LINE_END.join([*pieces, piece])
