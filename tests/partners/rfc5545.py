"""A strict reader of iCalendar (RFC 5545), of nothing of ours: it takes no line that breaks a rule
of sections 3.1 to 3.3, and gives each event's properties unescaped."""

import re
from datetime import UTC, datetime

RAW = re.compile(r"(?<!\\)(?:\\\\)*(?:[;,]|\\[^\\;,nN])")
LINE = re.compile(r"([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(.*)", re.DOTALL)
MOMENT = re.compile(r"\d{8}T\d{6}Z")
TEXTS = {"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "PRODID", "VERSION", "X-WR-CALNAME"}
MOMENTS = {"DTSTAMP", "DTSTART", "DTEND"}
NEEDED = {"UID", "DTSTAMP", "DTSTART"}
ONCE = {*NEEDED, "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "SEQUENCE"}
Event = dict[str, object]


def events(data: bytes) -> list[Event]:
    """The events of a calendar.

    Raises:
        ValueError: it breaks a rule; which one.
    """
    lines = _unfolded(data)
    if lines[0] != "BEGIN:VCALENDAR" or lines[-1] != "END:VCALENDAR":
        raise ValueError("no calendar")
    found: list[Event] = []
    current: Event | None = None
    head: Event = {}
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            if current is not None:
                raise ValueError("an event in an event")
            current = {}
        elif line == "END:VEVENT":
            found.append(_whole(current))
            current = None
        else:
            _take(head if current is None else current, line)
    if current is not None or head.get("VERSION") != "2.0" or "PRODID" not in head:
        raise ValueError("the calendar is not whole")
    if len({event["UID"] for event in found}) != len(found):
        raise ValueError("a UID stands twice")
    return found


def _unfolded(data: bytes) -> list[str]:
    if not data.endswith(b"\r\n"):
        raise ValueError("the last line does not end")
    lines = data[:-2].split(b"\r\n")
    if any(b"\r" in line or b"\n" in line for line in lines):
        raise ValueError("a line ends without CRLF")
    if long := [line for line in lines if len(line) > 75]:
        raise ValueError(f"more than 75 octets: {long[0]!r}")
    for line in lines:
        line.decode()  # no character is cut apart
    return b"\r\n".join(lines).replace(b"\r\n ", b"").decode().split("\r\n")


def _take(into: Event, line: str) -> None:
    matched = LINE.fullmatch(line)
    if not matched:
        raise ValueError(f"no property: {line!r}")
    name, _parameters, value = matched.groups()
    if name in into and name in {*ONCE, *TEXTS}:
        raise ValueError(f"{name} stands twice")
    into[name] = _value(name, value)


def _value(name: str, value: str) -> object:
    if any(ord(character) < 32 and character != "\t" for character in value):
        raise ValueError(f"a control character in {name}")
    if name in MOMENTS:
        if not MOMENT.fullmatch(value):
            raise ValueError(f"{name} is no time in UTC: {value}")
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if name == "SEQUENCE":
        return int(value)
    return _text(value) if name in TEXTS else value


def _text(value: str) -> str:
    if RAW.search(value):
        raise ValueError(f"not escaped: {value!r}")
    signs = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda found: signs.get(found[1], found[1]), value)


def _whole(event: Event | None) -> Event:
    if event is None or not event.keys() >= NEEDED:
        raise ValueError("an event without what each needs")
    start, end = event["DTSTART"], event.get("DTEND")
    if isinstance(end, datetime) and isinstance(start, datetime) and end <= start:
        raise ValueError("it ends before it starts")
    return event
