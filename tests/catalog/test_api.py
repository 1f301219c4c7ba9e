import pytest
from django.test import Client

from accounts.models import User
from catalog.models import Food
from catalog.plant_lists import Plant
from catalog.services import import_plants

pytestmark = pytest.mark.django_db

TOMATO = {
    "slug": "tomato",
    "name": "Tomato",
    "scientific_name": "Solanum lycopersicum",
    "category": "vegetables",
    "is_food": True,
    "curated": True,
    "units": ["kg", "g", "piece", "box"],
    "default_unit": "kg",
    "kilograms_per_unit": {"kg": "1", "g": "0.001", "piece": "0.12", "box": "5"},
    "storage": "ambient",
    "shelf_life_days": {"ambient": 6, "chilled": 14, "frozen": 240},
    "date_kind": "best_before",
    "hygiene": ["Wash it in running water before eating."],
    "allergens": [],
    "diets": ["vegetarian", "vegan", "halal", "kosher", "gluten_free", "lactose_free"],
    "season_months": {"north": [6, 7, 8, 9, 10], "south": [1, 2, 3, 4, 12]},
}


def items(client: Client, query: str, **headers: str) -> list[dict[str, object]]:
    response = client.get(f"/api/v1/foods?{query}", headers=headers)
    assert response.status_code == 200, response.content
    rows: list[dict[str, object]] = response.json()["data"]["items"]
    return rows


def test_foods_answers_exactly_this(client):
    response = client.get("/api/v1/foods?q=tomatoes&limit=1")
    assert response.json()["data"] == {"items": [TOMATO]}
    assert sorted(response.json()["meta"]) == ["next", "timestamp"]


def test_food_answers_with_its_names_in_every_language(client):
    assert client.get("/api/v1/foods/tomato").json()["data"] == {
        **TOMATO,
        "names": {"en": "Tomato", "es": "Tomate", "fr": "Tomate"},
        "synonyms": {
            "en": ["beefsteak tomato", "vine tomato"],
            "es": ["jitomate", "tomate de ensalada"],
            "fr": ["tomate grappe", "tomate à farcir"],
            "la": ["Lycopersicon esculentum"],
            "und": [],
        },
    }


def test_food_that_is_not_there_is_404(client):
    response = client.get("/api/v1/foods/moon-cheese")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Aubergine"), ("es", "Berenjena"), ("fr-CA", "Aubergine")]
)
def test_foods_are_named_in_the_callers_language(client, language, name):
    found = items(client, "q=eggplant&limit=1", **{"Accept-Language": language})
    assert found[0]["name"] == name


def test_categories_are_in_the_order_people_see(client):
    rows = client.get("/api/v1/categories").json()["data"]["items"]
    assert len(rows) == 16
    assert rows[0] == {
        "slug": "vegetables",
        "name": "Vegetables",
        "icon": "vegetables",
        "is_food": True,
        "units": ["kg", "g", "piece", "bunch", "box"],
        "default_unit": "kg",
        "kilograms_per_unit": {
            "kg": "1",
            "g": "0.001",
            "piece": "0.25",
            "bunch": "0.5",
            "box": "5",
        },
        "hygiene": ["Wash it in running water before eating."],
    }
    assert [row["slug"] for row in rows if not row["is_food"]] == ["household-hygiene"]


def test_foods_of_a_category(client):
    found = items(client, "category=drinks")
    assert [row["slug"] for row in found] == [
        "apple-juice", "water", "cordial", "hot-chocolate", "fruit-juice", "coffee", "herbal-tea",
        "instant-coffee", "orange-juice", "soft-drink", "tea",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("category=moon", "category"),
        ("category=%00", "category"),
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("q=a&cursor=W10", "cursor"),
    ],
)
def test_foods_says_which_parameter_is_wrong(client, query, field):
    response = client.get(f"/api/v1/foods?{query}")
    assert response.status_code == 400
    assert list(response.json()["error"]["details"]) == [field]


@pytest.mark.parametrize("query", ["", "q=a", "category=fruit"])
def test_pages_hold_every_food_once_in_order(client, query):
    whole = [row["slug"] for row in items(client, f"{query}&limit=100")]
    paged: list[object] = []
    cursor = ""
    while len(paged) < len(whole):
        answer = client.get(f"/api/v1/foods?{query}&limit=7&cursor={cursor}").json()
        paged += [row["slug"] for row in answer["data"]["items"]]
        cursor = answer["meta"]["next"] or ""
        if not cursor:
            break
    assert paged[: len(whole)] == whole
    assert len(set(paged)) == len(paged)


@pytest.mark.parametrize(
    "query", ["q=!", "q=%00", "q=a&cursor=WzAsImEiLDFd", "cursor=WzAsImEiLDFd"]
)
def test_foods_takes_any_words_and_any_position(client, query):
    assert isinstance(items(client, query), list)


def test_last_page_has_no_next(client):
    assert client.get("/api/v1/foods?category=drinks").json()["meta"]["next"] is None


def test_imported_plants_come_after_all_of_ours(client):
    import_plants([Plant(1, "Aa paleacea", ("aa",))])
    assert items(client, "limit=1")[0]["slug"] == "almond"
    assert [row["slug"] for row in items(client, "q=aa")] == ["aa-paleacea"]
    assert items(client, "category=garden-plants")[0]["curated"] is False


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["foods", "foods/tomato", "categories"])
def test_nobody_writes_the_catalog_over_the_api(client, stranger: User, method, path):
    client.force_login(stranger)
    response = getattr(client, method)(f"/api/v1/{path}", content_type="application/json")
    assert response.status_code in {401, 405}
    assert Food.objects.get(slug="tomato").name_en == "Tomato"


def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries):
    for limit in (1, 3):
        with django_assert_num_queries(2):
            assert len(items(client, f"q=tomato&limit={limit}")) == limit
