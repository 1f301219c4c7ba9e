import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog import data_files, receivers
from catalog.models import Category, Food, FoodSynonym, FoodUnit
from catalog.plant_lists import Plant
from catalog.services import LoadReport, import_plants, load_catalog

pytestmark = pytest.mark.django_db
ALL = len(data_files.foods())


def test_catalog_is_there_after_migrate():
    assert Food.objects.curated().count() == ALL
    assert Category.objects.count() == len(data_files.categories())


def test_load_twice_changes_nothing():
    before = list(Food.objects.order_by("id").values())
    assert load_catalog() == LoadReport(added=0, updated=0, unchanged=ALL)
    assert list(Food.objects.order_by("id").values()) == before


def test_load_brings_back_what_was_lost_or_changed():
    tomato = Food.objects.get(slug="tomato")
    Food.objects.filter(slug="tomato").update(name_en="Tomahto", allergens=["milk"])
    FoodUnit.objects.filter(food__slug="egg", unit="dozen").update(grams=1)
    FoodSynonym.objects.filter(food__slug="courgette", name="zucchini").delete()
    Food.objects.filter(slug="medlar").delete()
    Category.objects.filter(slug="fruit").update(icon="basket")
    assert load_catalog() == LoadReport(added=1, updated=3, unchanged=ALL - 4)
    again = Food.objects.get(slug="tomato")
    assert (again.pk, again.name_en, again.allergens) == (tomato.pk, "Tomato", [])
    assert Food.objects.get(slug="egg").unit_weights()["dozen"] == 720
    assert FoodSynonym.objects.filter(food__slug="courgette", name="zucchini").count() == 3
    assert Category.objects.get(slug="fruit").icon == "fruit"


def test_load_takes_over_an_imported_plant_with_its_names():
    Food.objects.filter(slug="medlar").delete()
    import_plants([Plant(1, "Mespilus germanica", ("Mispel",))])
    imported = Food.objects.get(slug="mespilus-germanica")
    assert load_catalog().updated == 1
    medlar = Food.objects.get(slug="medlar")
    assert (medlar.pk, medlar.curated, medlar.category.slug) == (imported.pk, True, "fruit")
    assert Food.objects.resolve("Mispel") == medlar


def test_load_keeps_foods_that_left_the_files():
    fruit = Category.objects.get(slug="fruit")
    old = Food(slug="old-pear", name_en="Old pear", name_es="x", name_fr="x", category=fruit)
    old.set_sort_keys()
    old.save()
    assert load_catalog() == LoadReport(added=0, updated=0, unchanged=ALL)
    assert Food.objects.filter(slug="old-pear").exists()


def test_load_when_nothing_changed_takes_few_queries(django_assert_num_queries):
    with django_assert_num_queries(9):
        load_catalog()


def test_receiver_waits_until_the_tables_are_there():
    Food.objects.filter(slug="medlar").delete()
    before = MigrationExecutor(connection).loader.project_state([]).apps
    receivers.load_after_migrate(using="default", apps=before)
    assert not Food.objects.filter(slug="medlar").exists()
    receivers.load_after_migrate(using="default", apps=apps)
    assert Food.objects.filter(slug="medlar").exists()


def test_command_reports_what_it_did():
    out = io.StringIO()
    call_command("load_catalog", stdout=out)
    assert out.getvalue() == f"added 0 · updated 0 · unchanged {ALL}\n"
