from datetime import UTC, datetime, timedelta, timezone

from commitments.calendar import Entry, calendar_file
from tests.independent import calendar_events

NOON = datetime(2026, 8, 20, 14, 0, tzinfo=timezone(timedelta(hours=2)))


def made(**values: str) -> str:
    texts = {"summary": "Tomato", "description": "2 kg", "location": "Old bridge", **values}
    entry = Entry(
        uid="1@foodcoord",
        sequence=2,
        stamp=datetime(2026, 8, 19, tzinfo=UTC),
        start=NOON,
        end=NOON + timedelta(hours=2),
        url="https://foodcoord.example/exchanges/1/",
        **texts,
    )
    return calendar_file(entry)


def test_event_in_utc_with_all_it_needs():
    assert made().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//FoodCoord//Exchanges//EN",
        "BEGIN:VEVENT",
        "UID:1@foodcoord",
        "SEQUENCE:2",
        "DTSTAMP:20260819T000000Z",
        "DTSTART:20260820T120000Z",
        "DTEND:20260820T140000Z",
        "SUMMARY:Tomato",
        "DESCRIPTION:2 kg",
        "LOCATION:Old bridge",
        "URL:https://foodcoord.example/exchanges/1/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_text_cannot_end_its_line_or_its_value():
    made_up = "a,b;c\\d\r\nEND:VCALENDAR\u2028e\x0bf\x07\tg"
    line = next(line for line in made(summary=made_up).split("\r\n") if line.startswith("SUMMARY"))
    assert line == "SUMMARY:a\\,b\\;c\\\\d\\nEND:VCALENDAR\\ne\\nf\tg"


def test_long_lines_are_folded_between_characters():
    long = "é" * 100
    lines = made(summary=long).split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    start = next(i for i, line in enumerate(lines) if line.startswith("SUMMARY"))
    unfolded = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")
    assert lines[start + 1].startswith(" ")
    assert f"SUMMARY:{long}" in unfolded


def test_place_is_left_out_when_there_is_none():
    assert "LOCATION" not in made(location="")


def test_others_read_what_was_written():
    worst = "Jam, “best”; in\\jars\nEND:VCALENDAR " + "é" * 100
    (event,) = calendar_events(made(summary=worst, location="").encode())
    assert (event["SUMMARY"], event["UID"], event["SEQUENCE"]) == (worst, "1@foodcoord", "2")
    assert (event["DTSTART"], event["DTEND"]) == (NOON, NOON + timedelta(hours=2))
    assert "LOCATION" not in event
