"""A hand-over as a calendar entry (RFC 5545)."""

import unicodedata
from datetime import UTC, datetime

FOLD_AT = 75
LINE_END = "\r\n"


def calendar_file(
    *,
    uid: str,
    sequence: int,
    stamp: datetime,
    start: datetime,
    end: datetime,
    summary: str,
    description: str,
    location: str,
    url: str,
) -> str:
    """One event, lines folded at 75 octets (§3.1), times in UTC (§3.3.5).

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
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//FoodCoord//Exchanges//EN",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(start)}",
        f"DTEND:{_utc(end)}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(description)}",
        *([f"LOCATION:{_text(location)}"] if location else []),
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + LINE_END for line in lines)


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
