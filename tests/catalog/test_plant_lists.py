import io

import pytest

from catalog.plant_lists import Plant, read_plants


def read(content: bytes) -> tuple[list[Plant], list[tuple[int, str]], list[tuple[int, str]]]:
    rejected: list[tuple[int, str]] = []
    left_out: list[tuple[int, str]] = []
    plants = list(
        read_plants(
            io.BytesIO(content),
            reject=lambda line, reason: rejected.append((line, reason)),
            leave_out=lambda line, name: left_out.append((line, name)),
        )
    )
    return plants, rejected, left_out


GOOD = [Plant(1, "Abies alba", ("silver fir", "abete"))]


@pytest.mark.parametrize(
    "content",
    [
        b'Abies alba,"silver fir, abete"\n',
        b'Abies alba,"silver fir, abete"',
        b'\xef\xbb\xbfAbies alba,"silver fir, abete"\r\n',
        b'Abies alba,"silver fir; abete"\r\n\r\n\r\n',
        b'"Abies  alba ","silver fir,, abete,",,\n',
        b'Abies alba,"silver fir,\nabete"\n',
    ],
)
def test_rows_are_read_whatever_their_line_ends_marks_and_blanks(content):
    assert read(content) == (GOOD, [], [])


@pytest.mark.parametrize(
    "content",
    [
        b'scientific name,common names\nAbies alba,"silver fir, abete"\n',
        b'\xef\xbb\xbfScientific_Name,Common Name\nAbies alba,"silver fir, abete"\n',
        b'common names,scientific name\n"silver fir, abete",Abies alba\n',
    ],
)
def test_heading_is_understood(content):
    assert read(content) == ([Plant(2, "Abies alba", ("silver fir", "abete"))], [], [])


@pytest.mark.parametrize(
    ("row", "plant"),
    [
        ("Abies alba,", Plant(1, "Abies alba", ())),
        ("Abies alba", Plant(1, "Abies alba", ())),
        (",Tomato", Plant(1, "", ("Tomato",))),
        ("Cape Fir (Abies alba; Pinaceae),", Plant(1, "Abies alba", ("Cape Fir",))),
        (",Cape Fir (Abies alba; Pinaceae)", Plant(1, "Abies alba", ("Cape Fir",))),
        ('"Fir (Abies alba; Pinaceae), also called Tanne",', Plant(1, "Abies alba", ("Fir",))),
        ("Abies alba (nana),fir", Plant(1, "Abies alba (nana)", ("fir",))),
        ('Abies alba,"fir (Tonga, Fiji)"', Plant(1, "Abies alba", ("fir (Tonga, Fiji)",))),
        ('Cycas,"cycad, sago ""palm"""', Plant(1, "Cycas", ("cycad", 'sago "palm'))),
        ("Abies alba,dyer\x92s fir", Plant(1, "Abies alba", ("dyer’s fir",))),
        ("Abies alba,Bok choy (??)", Plant(1, "Abies alba", ("Bok choy",))),
        ("Abies alba,so\u00adft\u200b fir", Plant(1, "Abies alba", ("soft fir",))),
    ],
)  # fmt: skip
def test_row_is_understood(row, plant):
    assert read(row.encode()) == ([plant], [], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"?gonkan,", "letters are lost in “?gonkan”"),
        (b",", "no name that can be read"),
        (b'," , "', "no name that can be read"),
        (b"a,b,c", "3 columns where two are expected"),
        (b"Alnus incana,alder\x00", "a control character"),
        (b"Alnus \xff\xfe,alder", "not UTF-8"),
        (b'"Alnus incana, Ilex",alder', "not a scientific name: “Alnus incana, Ilex”"),
        (b'"Trapa natans\nTrapa bicornis",Water caltrop', "a line break in the scientific name"),
        (b'"Alnus" incana,alder', "not readable as CSV: ',' expected after '\"'"),
        (b'"Alnus incana,alder', "not readable as CSV: a quote is not closed"),
        (b"A" * 30_000 + b",alder", "the line is too long"),
    ],
)  # fmt: skip
def test_bad_row_is_reported_by_line_and_the_rest_is_read(row, reason):
    plants, rejected, left_out = read(b"Abies alba,fir\n" + row + b"\nPicea abies,spruce\n")
    after = 4 if row.count(b"\n") else 3
    assert plants == [Plant(1, "Abies alba", ("fir",)), Plant(after, "Picea abies", ("spruce",))]
    assert rejected == [(2, reason)]
    assert left_out == []


def test_unusable_common_name_is_left_out_of_a_good_row():
    plants, rejected, left_out = read(b'Abies alba,"fir, SA tree number: 166, =cmd"\n')
    assert plants == [Plant(1, "Abies alba", ("fir",))]
    assert rejected == []
    assert left_out == [(1, "SA tree number: 166"), (1, "=cmd")]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x00\x01\x02", b"\xff\xfeA\x00", b'"""""\n' * 50]
)
def test_any_bytes_can_be_read(content):
    assert read(content)[0] == []
