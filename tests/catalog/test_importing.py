import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Food, FoodSynonym
from catalog.plant_lists import Plant
from catalog.services import import_plants, importing

pytestmark = pytest.mark.django_db

DIRTY = b"""\xef\xbb\xbfscientific name,common names
Abies alba,silver fir
Abies alba,"Silver Fir, abete bianco"
ABIES ALBA,Tanne
Solanum lycopersicum,"tomato, love apple"
Lycopersicon esculentum,tamatie
,potatoes
,Better Boy
a,b,c
?gonkan,
Picea abies,
"""


def run(tmp_path: Path, content: bytes) -> tuple[list[str], str]:
    file = tmp_path / "plants.csv"
    file.write_bytes(content)
    out, err = io.StringIO(), io.StringIO()
    call_command("import_foods", file, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue()


def names(slug: str) -> list[str]:
    rows = FoodSynonym.objects.filter(food__slug=slug, language="und").order_by("id")
    return list(rows.values_list("name", flat=True))


def test_command_reports_bad_lines_and_ends_with_the_count(tmp_path):
    report, progress = run(tmp_path, DIRTY)
    assert report == [
        "line 9: 3 columns where two are expected",
        "line 10: letters are lost in “?gonkan”",
        "added 3 · updated 1 · unchanged 1 · rejected 2",
    ]
    assert progress == "8 rows read\n"


def test_second_run_changes_nothing(tmp_path):
    run(tmp_path, DIRTY)
    before = list(Food.objects.order_by("id").values())
    report, _ = run(tmp_path, DIRTY)
    assert report[-1] == "added 0 · updated 0 · unchanged 5 · rejected 2"
    assert list(Food.objects.order_by("id").values()) == before


def test_rows_of_one_plant_are_one_food_named_as_most_rows_do(tmp_path):
    run(tmp_path, DIRTY)
    fir = Food.objects.get(slug="abies-alba")
    assert (fir.name_en, fir.name_es, fir.name_fr) == ("Silver fir",) * 3
    assert (fir.scientific_name, fir.curated, fir.category.slug) == (
        "Abies alba",
        False,
        "garden-plants",
    )
    assert fir.units() == ["kg", "g"]
    assert names("abies-alba") == ["abete bianco", "Tanne"]


def test_our_food_gains_names_and_keeps_its_own(tmp_path):
    before = Food.objects.values("name_en", "slug", "curated", "category").get(slug="tomato")
    run(tmp_path, DIRTY)
    assert Food.objects.values(*before).get(slug="tomato") == before
    assert sorted(names("tomato")) == ["love apple", "tamatie"]
    assert [food.slug for food in Food.objects.search("love apple", "en")] == ["tomato"]


def test_row_without_scientific_name_adds_nothing_to_our_food(tmp_path):
    run(tmp_path, b',"Apple, kei, see kei apple"\n')
    assert names("apple") == []
    assert Food.objects.filter(curated=False).count() == 0


def test_plant_without_common_name_goes_by_its_scientific_one_until_it_has_one(tmp_path):
    run(tmp_path, b"Picea abies,\n")
    assert Food.objects.get(slug="picea-abies").name_en == "Picea abies"
    report, _ = run(tmp_path, b'Picea abies,"Norway spruce, Fichte"\n')
    assert report == ["added 0 · updated 1 · unchanged 0 · rejected 0"]
    spruce = Food.objects.get(slug="picea-abies")
    assert (spruce.name_en, spruce.sort_en) == ("Norway spruce", "norway spruce")
    assert Food.objects.resolve("Picea abies") == spruce


def test_slug_that_is_taken_gets_a_digest():
    import_plants([Plant(1, "", ("Abies alba",)), Plant(2, "Abies alba", ())])
    slugs = Food.objects.filter(curated=False).order_by("id").values_list("slug", flat=True)
    assert list(slugs) == ["abies-alba", "abies-alba-392f3940"]


def test_name_in_another_script_still_gets_a_slug():
    import_plants([Plant(1, "", ("Ντομάτα",))])
    food = Food.objects.get(curated=False)
    assert food.name_en == "Ντομάτα"
    assert Food.objects.resolve("ντοματα") == food


def test_rows_may_lie_apart_in_a_long_file(monkeypatch):
    monkeypatch.setattr(importing, "ROWS_A_TRANSACTION", 1)
    plants = [
        Plant(1, "Abies alba", ("fir",)),
        Plant(2, "Picea abies", ()),
        Plant(3, "Abies alba", ("Tanne",)),
    ]
    rows: list[int] = []
    report = import_plants(plants, progress=rows.append)
    assert (len(report.added), len(report.updated), len(report.unchanged)) == (2, 0, 0)
    assert rows == [1, 2, 3]
    assert names("abies-alba") == ["Tanne"]


def test_queries_do_not_grow_with_rows(django_assert_num_queries):
    for rows in (1, 3):
        plants = [
            Plant(line, f"Abies exampla{rows}{line}", ("fir", "Tanne")) for line in range(rows)
        ]
        with django_assert_num_queries(11):
            import_plants(plants)


def test_missing_file_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv: No such file or directory"):
        call_command("import_foods", tmp_path / "nowhere.csv")
