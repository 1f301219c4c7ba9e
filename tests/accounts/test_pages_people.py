import pytest

from accounts import services
from core.geo import cells
from core.geo.models import ExactPlace
from tests.factories import LYON, make_user

SETTINGS = {
    "display_name": "Gina",
    "town": "",
    "latitude": "",
    "longitude": "",
    "home_precision": "6",
    "share_radius_km": "5",
    "diets": [],
    "avoided_allergens": [],
    "language": "en",
    "units": "metric",
    "timezone": "Europe/Paris",
    "contact_preference": "email",
}
SPRINGFIELD_MISSOURI = "4409896"


@pytest.fixture
def gina(client, giver):
    client.force_login(giver)
    return giver


WELCOME = ["/welcome/", "/welcome/place/", "/welcome/interests/"]


@pytest.mark.parametrize("path", ["/settings/", *WELCOME])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_asked_to_sign_in(client, db, path, method):
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={path}")


def test_settings_show_the_area_and_never_the_door(client, gina):
    page = client.get("/settings/").content.decode()
    assert "An area about 900 m by 600 m, near" in page
    for part in (str(LYON[0]), str(LYON[1]), "45.76", "4.83"):
        assert part not in page


def test_settings_of_others_are_not_changed(client, gina, stranger):
    client.post("/settings/", {**SETTINGS, "id": str(stranger.pk), "email": "x@example.org"})
    gina.refresh_from_db()
    stranger.refresh_from_db()
    assert (gina.display_name, gina.email) == ("Gina", "giver@example.org")
    assert stranger.display_name == "Sam Stranger"


def test_settings_are_saved_and_read_again(client, gina):
    answer = client.post(
        "/settings/",
        {**SETTINGS, "diets": ["vegan"], "language": "fr", "home_precision": "5"},
        follow=True,
    )
    assert answer.redirect_chain == [("/settings/", 302)]
    gina.refresh_from_db()
    assert (gina.diets, gina.language, gina.home_cell) == (
        ["vegan"],
        "fr",
        cells.encode(*LYON, 5),
    )
    assert answer.headers["Content-Language"] == "fr"


def test_generated_texts_and_suggestions_are_switched_off_and_on(client, gina):
    client.post("/settings/", SETTINGS)
    gina.refresh_from_db()
    assert (gina.generated_text, gina.guidance) == (False, False)
    client.post("/settings/", {**SETTINGS, "generated_text": "on", "guidance": "on"})
    gina.refresh_from_db()
    assert (gina.generated_text, gina.guidance) == (True, True)


def test_home_stays_when_its_fields_are_left_alone(client, gina):
    client.post("/settings/", SETTINGS)
    assert ExactPlace.objects.get().point == cells.Point(*LYON)


def test_home_moves_by_town_name(client, gina):
    client.post("/settings/", {**SETTINGS, "town": "Saint-Étienne"})
    gina.refresh_from_db()
    assert gina.home_cell == cells.encode(45.4339, 4.39, 6)
    assert gina.home.label == "Saint-Étienne, FR"


def test_home_moves_by_map(client, gina):
    client.post("/settings/", {**SETTINGS, "latitude": "48.8566", "longitude": "2.3522"})
    gina.refresh_from_db()
    assert gina.home.point == cells.Point(48.8566, 2.3522)


def test_towns_of_one_name_are_offered_and_nothing_typed_is_lost(client, gina):
    asked = {**SETTINGS, "display_name": "Typed", "town": "Springfield"}
    page = client.post("/settings/", asked)
    html = page.content.decode()
    assert page.status_code == 422
    assert 'value="Typed"' in html
    assert "Springfield, MO, US" in html
    assert f'value="{SPRINGFIELD_MISSOURI}"' in html
    client.post("/settings/", {**asked, "town_choice": SPRINGFIELD_MISSOURI})
    gina.refresh_from_db()
    assert (gina.display_name, gina.home.label) == ("Typed", "Springfield, MO, US")


def test_unknown_town_is_said_so(client, gina):
    page = client.post("/settings/", {**SETTINGS, "town": "Qwxz"})
    assert page.status_code == 422
    assert "No town by this name." in page.content.decode()


def test_home_is_forgotten(client, gina):
    client.post("/settings/", {**SETTINGS, "forget_home": "on"})
    gina.refresh_from_db()
    assert (gina.home, gina.home_cell) == (None, "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("share_radius_km", "51"),
        ("timezone", "Mars"),
        ("language", "de"),
        ("diets", ["air"]),
        ("home_precision", "9"),
        ("latitude", "x"),
    ],
)
def test_settings_refuse_what_breaks_a_rule(client, gina, field, value):
    before = gina.version
    page = client.post("/settings/", {**SETTINGS, "town": "Paris", field: value})
    gina.refresh_from_db()
    assert (page.status_code, gina.version) == (422, before)


def test_welcome_asks_one_thing_a_step_and_ends_near_home(client, db):
    person = make_user(home=None, display_name="")
    client.force_login(person)
    assert client.post("/welcome/", {"display_name": "Ana"}).url == "/welcome/place/"
    assert client.post("/welcome/place/", {"town": "Lyon, FR"}).url == "/welcome/place/"
    preview = client.get("/welcome/place/").content.decode()
    assert ("What others see" in preview, "Step 2 of 3" in preview) == (True, True)
    assert client.post("/welcome/place/", {"town": ""}).url == "/welcome/interests/"
    told = {"interests": ["ask"], "diets": ["vegan"], "language": "en"}
    end = client.post("/welcome/interests/", told, follow=True)
    assert end.redirect_chain == [("/", 302)]
    assert '<a href="/requests/new/">ask for what you need</a>' in end.content.decode()
    person.refresh_from_db()
    assert (person.display_name, person.timezone) == ("Ana", "Europe/Paris")
    assert (person.diets, person.contact_preference) == (["vegan"], "email")
    assert ExactPlace.objects.get().label == "Lyon, FR"


def test_each_step_of_welcome_can_be_skipped_and_gone_back_from(client, db):
    client.force_login(make_user(home=None, display_name=""))
    steps = ["/welcome/", "/welcome/place/", "/welcome/interests/"]
    for here, before, after in zip(steps, ["", *steps], [*steps[1:], "/"], strict=False):
        page = client.get(here).content.decode()
        assert f'href="{after}">Skip</a>' in page
        assert f'<a class="page-head__back" href="{before}">' in page or not before


def test_welcome_without_an_answer_changes_nothing(client, db):
    person = make_user(home=None, display_name="")
    client.force_login(person)
    for path, answer in [("", {"display_name": ""}), ("place/", {"town": ""}), ("interests/", {})]:
        assert client.post(f"/welcome/{path}", answer).status_code == 302
    person.refresh_from_db()
    assert person.version == 1


def test_a_town_that_is_none_is_asked_for_again(client, db):
    client.force_login(make_user(home=None))
    answer = client.post("/welcome/place/", {"town": "Nowhere at all"})
    assert answer.status_code == 422
    assert "No town by this name" in answer.content.decode()


def test_towns_are_searched_by_everyone(client, db):
    page = client.get("/places/search", {"q": "saint eti"}).content.decode()
    assert page.count('role="option"') == 2
    assert 'data-label="Saint-Étienne, FR"' in page
    assert 'data-lat="45.4339"' in page


@pytest.mark.parametrize("text", ["", " ", "q" * 500])
def test_town_search_without_a_find_is_calm(client, db, text):
    assert client.get("/places/search", {"q": text}).status_code == 200


def test_names_are_escaped(client, gina):
    services.update_profile(user=gina, display_name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get("/settings/").content.decode()


def test_settings_ask_the_database_little(client, gina, django_assert_max_num_queries):
    client.get("/settings/")
    with django_assert_max_num_queries(6):
        client.get("/settings/")
