import pytest
from django.test import Client

from accounts.models import User
from catalog.folding import fold
from catalog.hygiene import hygiene_notes
from catalog.models import Food
from catalog.plant_lists import Plant
from catalog.presenters import count_text, season_text
from catalog.services import import_plants

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def titles(client: Client, query: str) -> list[str]:
    return [row.title for row in client.get(f"/foods/?{query}").context["rows"]]


def test_foods_shows_ours_by_name(client):
    response = client.get("/foods/")
    assert response.context["summary"] == "396 foods"
    assert [row.title for row in response.context["rows"]][:3] == [
        "Almonds",
        "Amaranth leaf",
        "Apple",
    ]
    assert 'href="/foods/apple/"' in response.text


def test_foods_by_category_and_by_word(client):
    assert titles(client, "category=drinks")[:2] == ["Apple juice", "Bottled water"]
    assert titles(client, "q=zucchini") == ["Courgette"]
    assert titles(client, "q=juice&category=drinks") == [
        "Fruit juice",
        "Apple juice",
        "Orange juice",
    ]
    assert titles(client, "category=moon") == titles(client, "")


def test_foods_in_spanish(client):
    response = client.get("/foods/?q=zucchini", headers={"Accept-Language": "es"})
    assert [row.title for row in response.context["rows"]] == ["Calabacín"]


def test_imported_plants_are_shown_when_asked_for(client):
    import_plants([Plant(1, "Abies alba", ("silver fir",))])
    assert client.get("/foods/").context["summary"] == "396 foods"
    assert titles(client, "category=garden-plants") == ["Silver fir"]
    row = client.get("/foods/?q=silver+fir").context["rows"][0]
    assert (row.title, row.text) == ("Silver fir", "Other garden plants · Abies alba")


def test_nothing_found_says_what_to_do(client):
    assert "Try another word for it" in client.get("/foods/?q=zeppelin").text


def test_more_goes_on_where_the_page_ended(client):
    first = client.get("/foods/")
    second = client.get(f"/foods/{first.context['more_url']}", headers=HTMX)
    shown = [row.title for row in [*first.context["rows"], *second.context["rows"]]]
    assert shown == sorted(shown, key=fold)
    assert len(set(shown)) == 80


def test_cursor_that_makes_no_sense_shows_the_first_page(client):
    assert titles(client, "cursor=nonsense") == titles(client, "")


def test_htmx_gets_the_results_alone(client):
    text = client.get("/foods/?q=tomato", headers=HTMX).text
    assert "<html" not in text
    assert "Cherry tomato" in text


def test_food_page_says_what_is_known(client):
    response = client.get("/foods/egg/")
    assert [(fact.label, fact.text) for fact in response.context["facts"]] == [
        ("Usual weights", "1 piece ≈ 60 g · 1 dozen ≈ 720 g · 1 box ≈ 360 g · 1 tray ≈ 1.8 kg"),
        ("Keeps for", "Cupboard: 21 days · Fridge: 35 days"),
        ("May contain", "Eggs"),
        ("Usually suits", "Vegetarian, Halal, Kosher, Gluten-free, Lactose-free"),
        ("What to mind", " ".join(hygiene_notes("eggs-dairy"))),
    ]


def test_food_page_speaks_of_pounds_to_those_who_do(client, stranger: User):
    stranger.units = "imperial"
    stranger.save(update_fields=["units"])
    client.force_login(stranger)
    assert "1 dozen ≈ 25.4 oz" in client.get("/foods/egg/").text


def test_food_page_warns_of_imported_plants(client):
    import_plants([Plant(1, "Abrus precatorius", ("rosary pea",))])
    assert "Being here does not mean" in client.get("/foods/abrus-precatorius/").text


def test_food_that_is_not_there_is_404(client):
    assert client.get("/foods/moon-cheese/").status_code == 404


def test_picker_answers_with_options_alone(client):
    response = client.get("/foods/search?q=tomat")
    assert "<html" not in response.text
    assert response.text.count('role="option"') == 8
    assert 'id="food-tomato"' in response.text
    assert 'data-value="tomato"' in response.text
    shown = [option.label for option in response.context["options"]]
    assert shown[:3] == ["Tomatillo", "Tomato", "Tomato purée"]


def test_picker_says_that_nothing_is_so_called(client):
    response = client.get("/foods/search?q=zeppelin")
    assert 'aria-disabled="true"' in response.text
    assert "No food by that name" in response.text


def test_picker_says_nothing_before_something_is_typed(client):
    assert client.get("/foods/search?q=+").text.strip() == ""


@pytest.mark.parametrize("path", ["/foods/", "/foods/tomato/", "/foods/search?q=a"])
def test_pages_are_for_reading_only(client, stranger: User, path):
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405
    client.force_login(stranger)
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405


def test_list_page_takes_as_many_queries_for_three_rows_as_for_one(
    client, django_assert_num_queries
):
    Food.objects.filter(category__slug="drinks").exclude(
        slug__in=["tea", "water", "coffee"]
    ).delete()
    with django_assert_num_queries(3):
        assert len(titles(client, "category=drinks")) == 3
    Food.objects.filter(slug__in=["tea", "water"]).delete()
    with django_assert_num_queries(3):
        assert len(titles(client, "category=drinks")) == 1


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ([], ""),
        ([5], "May"),
        ([6, 7, 8], "June – August"),
        ([1, 2, 11, 12], "November – February"),
        ([1, 3, 4, 12], "December – January, March – April"),
        ([4, 5, 9, 10], "April – May, September – October"),
        (list(range(1, 13)), "All year"),
    ],
)
def test_season_text(months, text):
    assert season_text(months) == text


@pytest.mark.parametrize(
    ("found", "text"), [(0, "0 foods"), (1, "1 food"), (2, "2 foods"), (91208, "91,208 foods")]
)
def test_count_text(found, text):
    assert count_text(found) == text
