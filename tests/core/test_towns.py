import csv
from zoneinfo import available_timezones

import pytest

from core.geo import towns
from core.geo.cells import Point


def labels(text: str, limit: int = 8) -> list[str]:
    return [town.label for town in towns.search(text, limit)]


def test_file_keeps_its_promises():
    with towns.TOWNS_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    people = [int(row["population"]) for row in rows]
    assert people == sorted(people, reverse=True)
    assert people[-1] >= 15_000
    assert len({row["id"] for row in rows}) == len(rows) == 33_936
    assert {row["timezone"] for row in rows} <= available_timezones()
    assert all(row["ascii"].isascii() for row in rows)


def test_largest_comes_first():
    assert labels("lyon", 1) == ["Lyon, FR"]
    assert labels("springfield", 3) == [
        "Springfield, MO, US",
        "Springfield, MA, US",
        "Springfield, IL, US",
    ]


@pytest.mark.parametrize("typed", ["Saint-Étienne", "saint etienne", "SAINT  ETIENNE", "saint-eti"])
def test_accents_capitals_and_dashes_do_not_matter(typed):
    assert labels(typed)[0] == "Saint-Étienne, FR"


def test_letters_without_accents_are_found_too():
    assert labels("lodz") == ["Łódź, PL"]
    assert labels("tromso") == ["Tromsø, NO"]


@pytest.mark.parametrize("typed", ["springfield, il", "Springfield, IL, US"])
def test_state_or_country_after_a_comma_narrows(typed):
    assert labels(typed) == ["Springfield, IL, US"]


@pytest.mark.parametrize("typed", ["", "l", "  ", ",", "qwxz", "lyon, zz"])
def test_nothing_is_found_for_too_little_or_the_unknown(typed):
    assert labels(typed) == []


@pytest.mark.parametrize(
    ("point", "label"),
    [
        (Point(45.75, 4.85), "Lyon, FR"),
        (Point(-17.0, -179.99), "Labasa, FJ"),
        (Point(90, 0), "Alta, NO"),
        (Point(0, -140), "Papeete, PF"),
    ],
)
def test_nearest_town_is_found_across_the_antimeridian_at_the_pole_and_at_sea(point, label):
    assert towns.nearest(point).label == label


def test_town_by_its_id():
    lyon = towns.search("lyon", 1)[0]
    assert towns.town(lyon.id) == lyon
    assert towns.town(0) is None
