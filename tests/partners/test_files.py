"""Files as they come: broken, huge, or not what they say."""

import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Organization
from core.geo.cells import Point
from partners.errors import UnusableFile
from partners.files.json_array import elements
from partners.files.newest import newest_lists, survey
from partners.files.places import point_of
from partners.models import NeedLine
from requests_app.models import FoodRequest
from tests.partners.conftest import LONDON, Importer, a_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a JSON array"),
        (b"   ", "not a JSON array"),
        (b'{"id": 1}', "not a JSON array"),
        (b"[", "not JSON near character 2"),
        (b"[1,", "not JSON near character 4"),
        (b'[{"id": "a"', "not JSON near character 12"),
        (b"[1 2]", "not JSON: a comma or the end is missing near character 4"),
        (b"[1]]", "not JSON: something follows the array near character 4"),
        (b"[1],", "not JSON: something follows the array near character 4"),
        (b"[nope]", "not JSON near character 2"),
        (b'["\xff"]', "not UTF-8"),
        (b"[" + b"[" * 100_000, "not usable: an entry nested too deeply near character 2"),
        (b"[1]", "none of its 1 entries is a need list (the first: no object)"),
        (b"[{}, null]", "none of its 2 entries is a need list (the first: `foodbank` is missing)"),
    ],
)
def test_unusable_lists_end_with_one_line(importer: Importer, content: bytes, said: str) -> None:
    importer.write(content, {})
    with pytest.raises(CommandError) as caught:
        importer(content, places={})
    assert str(caught.value) == f"{importer.file}: {said}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no column `lat_lng` and no column `slug`"),
        ("slug,place\n", "no column `lat_lng`"),
        (
            "slug,lat_lng\n" + "x" * 200_000 + ",1\n",
            "not CSV: field larger than field limit (131072)",
        ),
    ],
)
def test_unusable_places_end_with_one_line(importer: Importer, content: str, said: str) -> None:
    with pytest.raises(CommandError) as caught:
        importer([a_list()], places=content)
    assert str(caught.value) == f"{importer.places}: {said}"


def test_a_broken_end_is_found_before_anything_is_written(importer: Importer) -> None:
    content = json.dumps([a_list()]).encode()[:-1] + b', {"id": '
    with pytest.raises(CommandError, match="not JSON near character"):
        importer(content, places={"pimlico": LONDON})
    assert not Organization.objects.exists()


def changed(**changes: Any) -> dict[str, Any]:
    return {**a_list("other"), **changes}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("text", "no object"),
        (None, "no object"),
        ({k: v for k, v in a_list().items() if k != "id"}, "`id` is missing"),
        ({k: v for k, v in a_list().items() if k != "found"}, "`found` is missing"),
        ({k: v for k, v in a_list().items() if k != "needs"}, "`needs` is missing"),
        (changed(foodbank=None), "`foodbank` is no object"),
        (changed(foodbank={"name": "A"}), "`foodbank.slug` is missing"),
        (changed(foodbank={"slug": "a"}), "`foodbank.name` is missing"),
        (changed(foodbank={"slug": "a b", "name": "A"}), "`foodbank.slug` is no slug"),
        (changed(foodbank={"slug": 3, "name": "A"}), "`foodbank.slug` is no slug"),
        (changed(foodbank={"slug": "a", "name": " \x00 "}), "`foodbank.name` is no name"),
        (changed(foodbank={"slug": "a", "name": 3}), "`foodbank.name` is no name"),
        (changed(id=None), "`id` is no text of 1 to 100 characters"),
        (changed(id=True), "`id` is no text of 1 to 100 characters"),
        (changed(id=""), "`id` is no text of 1 to 100 characters"),
        (changed(id="x" * 101), "`id` is no text of 1 to 100 characters"),
        (changed(id="a\x00b"), "`id` holds signs that no id has"),
        (changed(id="a\ud800"), "`id` holds signs that no id has"),
        (changed(found="yesterday"), "`found` is no ISO date and time"),
        (changed(found=1700000000), "`found` is no ISO date and time"),
        (changed(found="0001-01-01T00:00:00+14:00"), "`found` is no ISO date and time"),
        (changed(found="2026-02-12T00:00:00"), "`found` lies in the future"),
        (changed(needs=["Rice"]), "`needs` is no text"),
        (changed(excess=3), "`excess` is no text"),
    ],
)
def test_unusable_entries_are_left_out(importer: Importer, entry: Any, reason: str) -> None:
    good = a_list("good", needs="Rice")
    report = importer([entry, good], places={"good": LONDON})
    assert report[:3] == [
        "lists: 2 read · 1 unusable · 0 superseded within the file",
        f"  entry 1: {reason}",
        "organizations: 1 new · 0 updated · 0 unchanged · 0 skipped",
    ]


def test_only_the_first_reasons_are_said(importer: Importer) -> None:
    report = importer([*[None] * 25, a_list()], places={"pimlico": LONDON})
    assert report[20:23] == [
        "  entry 20: no object",
        "  and 5 more",
        "organizations: 1 new · 0 updated · 0 unchanged · 0 skipped",
    ]


def test_byte_order_marks_and_numbers_as_ids(importer: Importer) -> None:
    entry = {**a_list(needs="Rice"), "id": 12}
    content = b"\xef\xbb\xbf" + json.dumps([entry]).encode()
    places = f'\ufeffname,slug,lat_lng\nPimlico,pimlico,"{LONDON}"\n'
    assert importer(content, places=places)[2] == "requests: 1 new · 0 kept · 0 withdrawn"


def test_places_that_cannot_be_used_are_said_by_slug(importer: Importer) -> None:
    slugs = ["none", "empty", "words", "off", "two", "same", "nan", "three"]
    places = """slug,lat_lng
empty,
words,over there
off,"91,0"
two,"51.5,-0.1"
two,"51.6,-0.1"
same,"51.5,-0.1"
SAME,"51.5, -0.1"
nan,"nan,1"
three,"1,2,3"
"",
short
"""
    report = importer([a_list(slug) for slug in slugs], places=places)
    assert report[1:10] == [
        "organizations: 1 new · 0 updated · 0 unchanged · 7 skipped",
        "  skipped, without a place: 7",
        "  none: it has no place in the file of places",
        "  empty: its place cannot be read",
        "  words: its place cannot be read",
        "  off: its place cannot be read",
        "  two: it has two places",
        "  nan: its place cannot be read",
        "  three: its place cannot be read",
    ]
    assert Organization.objects.get().name == "Same Foodbank"


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("51.501,-0.142", Point(51.501, -0.142)),
        (" 51.5 , 0 ", Point(51.5, 0.0)),
        ("-90,180", Point(-90.0, 180.0)),
        ("90.0001,0", None),
        ("0,-180.0001", None),
        ("inf,0", None),
        ("51.5", None),
        ("51.5;0", None),
        ("", None),
    ],
)
def test_point_of(text: str, point: Point | None) -> None:
    assert point_of(text) == point


def test_a_known_organization_needs_no_place_any_more(importer: Importer) -> None:
    importer([a_list(needs="Rice")])
    newer = a_list(needs="Rice", found="2026-01-15")
    assert importer([newer], places={})[1].startswith("organizations: 0 new · 1 updated")


def test_same_names_are_two_organizations(importer: Importer) -> None:
    importer([a_list("a", name="Foodbank"), a_list("b", name="Foodbank")])
    slugs = set(Organization.objects.values_list("slug", flat=True))
    assert len(slugs) == 2
    assert "foodbank" in slugs


def test_names_are_cleaned_and_cut(importer: Importer) -> None:
    importer([a_list("a", name="St\x00 Mary's \n Foodbank"), a_list("b", name="N" * 200)])
    names = Organization.objects.order_by("-name").values_list("name", flat=True)
    assert list(names) == ["St Mary's Foodbank", "N" * 119 + "…"]


def test_odd_lines_are_reported_and_cut(importer: Importer) -> None:
    long, control = "long " * 100, "Spo\x00ons\x1b[31m"
    report = importer([a_list(needs=f"{long}\n{control}\nRice\r\nSalt\rTea\u2028Sugar")])
    assert report[4:] == [
        "lines mapped: 4 of 6 (66.7 %)",
        "  1 × " + ("long " * 16)[:79].rstrip() + "…",
        "  1 × Spo ons [31m",
    ]
    assert set(NeedLine.objects.filter(food_request=None).values_list("text", flat=True)) == {
        ("long " * 40)[:199].rstrip() + "…",
        "Spo ons [31m",
    }


def test_very_long_lists_are_read_to_a_limit(importer: Importer) -> None:
    report = importer([a_list(needs="\n".join(f"thing {n}" for n in range(400)))])
    assert report[4:6] == [
        "lines mapped: 0 of 300 (0.0 %)",
        "  lines of lists too long, not read: 100",
    ]


def test_one_id_for_two_food_banks_counts_once(importer: Importer) -> None:
    report = importer([a_list("a", id="same", needs="Rice"), a_list("b", id="same", needs="Tea")])
    assert report[1:4] == [
        "organizations: 1 new · 0 updated · 0 unchanged · 1 skipped",
        "  skipped, refused: 1",
        "  b: its list's id belongs to another organization",
    ]
    assert FoodRequest.objects.get().food_id


def test_ten_thousand_lists_take_little_memory(tmp_path: Path) -> None:
    """What is kept is a number a food bank; the file itself is never in memory."""
    path = tmp_path / "many.json"
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number in range(10_000):
            each = a_list(f"bank-{number % 500}", needs="Rice\n" * 40, id=str(number))
            file.write(("," if number else "") + json.dumps(each))
        file.write("]")
    tracemalloc.start()
    found = survey(path)
    taken = sum(1 for _ in newest_lists(path, found))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.read, found.superseded, taken) == (10_000, 9_500, 500)
    assert peak < 2_000_000 < path.stat().st_size


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=6), st.sampled_from([None, 1]), st.integers(1, 7))
def test_piece_by_piece_is_as_at_once(values: list[Any], indent: int | None, chunk: int) -> None:
    class Slow(io.StringIO):
        """Gives a few characters at a time, whatever is asked for."""

        def read(self, size: int | None = -1) -> str:
            return super().read(chunk)

    assert list(elements(Slow(json.dumps(values, indent=indent)))) == values


@given(st.text(max_size=60))
def test_anything_else_is_unusable_and_nothing_worse(text: str) -> None:
    try:
        found = list(elements(io.StringIO(text)))
    except UnusableFile:
        return
    assert found == json.loads(text)
