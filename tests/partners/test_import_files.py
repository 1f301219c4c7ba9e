"""Files as they are: letters, separators, line ends and headers, each with what it is taken for."""

import csv
import io
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from core.spreadsheets import csv_lines
from partners.errors import UnusableFile
from partners.imports import hsds
from partners.imports.columns import COLUMNS
from partners.imports.decoding import encoding_of, text_of
from partners.imports.files import survey
from partners.imports.lines import Cells, Line
from partners.imports.mapping import positions, understand, unit_in
from partners.imports.tables import read_header, records
from partners.imports.values import bare

HEADER = "food,quantity,until"


def seen(data: bytes | str, kind: str = "listings") -> Any:
    raw = data if isinstance(data, bytes) else data.encode()
    return survey(io.BytesIO(raw), kind)


def rows_of(data: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    text = io.TextIOWrapper(io.BytesIO(data.encode()), encoding="utf-8", newline="")
    return [(record.line, record.cells) for record in records(text, delimiter)]


def refusal(data: bytes | str, kind: str = "listings") -> str:
    with pytest.raises(UnusableFile) as unusable:
        seen(data, kind)
    return str(unusable.value)


@pytest.mark.parametrize(
    ("encoding", "told", "remarked"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("utf-16", "utf-16", False),
        ("cp1252", "cp1252", True),
    ],
)
def test_letters_are_read_as_they_were_written(encoding: str, told: str, remarked: bool) -> None:
    text = "Alimento;Año\r\ncrème brûlée;jalapeño €\r\n"
    file = io.BytesIO(text.encode(encoding))
    known = encoding_of(file)
    assert (known.name, bool(known.remark)) == (told, remarked)
    assert text_of(file, known.name).read() == text


def test_big_endian_and_signs_that_windows_does_not_know() -> None:
    assert seen(b"\xfe\xff" + f"{HEADER}\nrice,1,x\n".encode("utf-16-be")).columns[0] == "food"
    assert encoding_of(io.BytesIO(b"\x81\xe9")).name == "latin-1"


def test_utf8_that_is_cut_between_two_blocks_is_utf8() -> None:
    file = io.BytesIO(b"a" * (64 * 1024 - 1) + "é".encode() + b"b" * 10)
    assert encoding_of(file).name == "utf-8"


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("a,b,c", ","),
        ("a;b;c", ";"),
        ("a\tb\tc", "\t"),
        ("a|b|c", "|"),
        ("a;b;c,d", ";"),
        ("a;b,c", ";"),
        ('"x,y,z";b', ";"),
        ("alone", ","),
        ("sep=;\na;b,c,d", ";"),
    ],
)
def test_delimiter_is_what_the_header_has_most_of(header: str, delimiter: str) -> None:
    text = io.StringIO(header + "\n", newline="")
    assert read_header(text).delimiter == delimiter


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_shows_them(end: str) -> None:
    data = end.join(["a,b", "1,2", "", '"over', 'two",3', " , ", "4,5"])
    told = [(1, ["a", "b"]), (2, ["1", "2"]), (4, [f"over{end}two", "3"]), (7, ["4", "5"])]
    assert rows_of(data) == told


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "This file is empty."),
        (b"\n \n\n", "There is no line in this file."),
        (
            b"PK\x03\x04rest",
            "This is a workbook, not a CSV file. Open it and save it as “CSV UTF-8”.",
        ),
        (
            b"food,quantity\nrice\x00,1\n",
            "Line 2 holds a character that no text has (NUL): this is not a text file.",
        ),
        (f"{HEADER}\n", "There is nothing in this file but its header."),
        (
            f'{HEADER}\nrice,1,x\n"open,1,x\nmore,2,y\n',
            "A quotation mark in the lines from 3 on is never closed.",
        ),
        (
            f'{HEADER}\n"{"x" * 100_001}",1,x\n',
            "A cell in the line that starts at 2 is longer than 100000 characters. Is a quotation "
            "mark never closed?",
        ),
        ("a," * 200 + "b\n1\n", "At most 200 columns."),
        ('[{"name": "x"}]', "Only organizations can come as JSON. Send a CSV file."),
        (
            b"\xff\xfea\x00b",
            "The file says that it is in UTF-16, but it is damaged near line 1.",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(data: bytes | str, message: str) -> None:
    assert refusal(data) == message


def test_a_cell_of_ten_megabytes_is_refused_without_being_held() -> None:
    told = refusal(f'{HEADER}\n"' + "x" * 10_000_000)
    assert told == "Line 2 is longer than a line of a table can be."
    lines = '"' + "word\n" * 100_000
    assert "longer than 100000 characters" in refusal(f"{HEADER}\n{lines}")


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("kind", list(COLUMNS))
def test_our_own_templates_are_understood_in_each_language(kind: str, language: str) -> None:
    headers = [column.words[language][0] for column in COLUMNS[kind]]
    meaning = understand(kind, headers)
    assert meaning.missing == []
    assert meaning.fields == dict(
        zip((column.name for column in COLUMNS[kind]), headers, strict=True)
    )


def test_headers_that_are_double_missing_or_of_no_use_are_named() -> None:
    meaning = understand("listings", ["Food", "Qty", "Until", "", "Note", "Note", "Colour"])
    assert meaning.fields == {"food": "Food", "quantity": "Qty", "available_until": "Until"}
    assert meaning.missing == []
    assert meaning.remarks == [
        "2 columns are called “Note”; they are left out.",
        "Column 4 has no name, and is left out.",
    ]
    assert meaning.told()[2:] == ["Left out, as we have no use for it: “Colour”."]


def test_what_was_said_wins_over_what_was_remembered_and_guessed() -> None:
    headers = ["food", "what", "qty", "n", "until"]
    remembered = {"food": "what", "quantity": "n", "title": "gone"}
    meaning = understand("listings", headers, remembered=remembered)
    assert meaning.fields == {"food": "what", "quantity": "n", "available_until": "until"}
    meaning = understand(
        "listings", headers, remembered=remembered, said={"food": "food", "unit": "n"}
    )
    assert (meaning.fields["food"], meaning.fields["unit"]) == ("food", "n")
    assert "quantity" not in meaning.fields
    wrong = understand("listings", headers, said={"food": "no", "colour": "qty"})
    assert wrong.missing[0] == "There is no column “no” in this file."
    assert wrong.missing[1].startswith("There is no field “colour”. Fields are: id, food,")


def test_unit_in_a_header() -> None:
    assert [unit_in(header) for header in ("Quantity (kg)", "Cantidad [cajas]", "Qty (net)")] == [
        "kg",
        "box",
        "",
    ]
    assert understand("listings", ["Food", "Quantity (kg)", "Until"]).fields["quantity"] == (
        "Quantity (kg)"
    )


cells = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\x04"), max_size=40
)


@given(rows=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8))
@settings(max_examples=80, deadline=None)
def test_what_a_csv_writer_writes_is_read_as_it_was(rows: list[tuple[str, str, str]]) -> None:
    for delimiter in (",", ";", "\t", "|"):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter).writerows([("a", "b", "c"), *rows])
        read = [cells for _line, cells in rows_of(out.getvalue(), delimiter)]
        said = [list(row) for row in rows if any(cell.strip() for cell in row)]
        assert read == [["a", "b", "c"], *said]


@given(text=cells)
@settings(max_examples=200, deadline=None)
def test_what_our_own_exports_write_comes_back_as_it_was(text: str) -> None:
    (_header, line) = csv_lines(["title"], [{"title": text}])
    (cell,) = next(csv.reader(io.StringIO(line, newline="")), [""])
    if text.strip() == text and not text.startswith("'"):
        assert bare(cell) == text


def test_an_entry_of_hsds_is_a_line() -> None:
    entry = {
        "id": "o-1",
        "name": "North Pantry",
        "description": "Food for all",
        "locations": [
            {"id": "l-0"},
            {
                "latitude": 45.76,
                "longitude": 4.83,
                "addresses": [{"address_1": "1 Quay", "city": "Lyon", "postal_code": None}],
                "schedules": [
                    {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00"},
                    {"freq": "MONTHLY", "byday": "1FR", "opens_at": "09:00", "closes_at": "12:00"},
                ],
            },
        ],
    }
    for text in (f"{[entry]}", f"{ {'total_items': 1, 'contents': [entry]} }"):
        json_text = text.replace("'", '"').replace("None", "null")
        (line,) = hsds.lines(io.StringIO(json_text))
        assert line.number == 1
        assert dict(line.values) == {
            "id": "o-1",
            "name": "North Pantry",
            "description": "Food for all",
            "latitude": "45.76",
            "longitude": "4.83",
            "address": "1 Quay, Lyon",
            "opening_hours": "MO 09:00-12:00; TU 09:00-12:00",
        }


@pytest.mark.parametrize("text", ['[1, null, "x"]', '{"contents": [1, null, "x"]}'])
def test_what_is_no_organization_is_told_entry_by_entry(text: str) -> None:
    told = [problem.message for line in hsds.lines(io.StringIO(text)) for problem in line.wrong]
    assert told == ["This entry is no organization."] * 3


@pytest.mark.parametrize("text", ['{"contents": 3}', "{", "[{]", '{"a": 1}'])
def test_what_is_no_hsds_is_refused(text: str) -> None:
    assert refusal(text, "organizations")


def test_short_and_long_lines() -> None:
    where = positions(["a", "b", "c"], {"food": "a", "unit": "c"})
    assert where == {"food": 0, "unit": 2}
    cells = Cells(Line(2, {"food": " '=1+1 ", "unit": ""}))
    assert (cells.text("food"), cells.has("unit"), cells.has("title")) == ("=1+1", True, False)


def test_messages_are_in_the_language_of_whoever_imports() -> None:
    with translation.override("fr"):
        assert refusal(b"") != ""
