import pytest

from core.geo import cells
from core.geo.models import ExactPlace
from tests.factories import LYON, make_organization, make_user

ME = "/api/v1/me"
PARIS = {"lat": 48.8566, "lon": 2.3522}


def test_nobody_has_no_profile(api, db):
    answer = api().get(ME)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json() == {
        "error": {
            "code": "NOT_AUTHENTICATED",
            "message": "Authentication credentials were not provided.",
            "details": {},
        }
    }


def test_me_is_everything_about_me(api, giver):
    pantry = make_organization(by=giver, name="Pantry")
    assert api(giver).get(ME).json()["data"] == {
        "display_name": "Gina Giver",
        "nickname": "",
        "pronouns": "",
        "bio": "",
        "tags": [],
        "birth_date": None,
        "language": "en",
        "units": "metric",
        "timezone": "Europe/Paris",
        "contact_preference": "email",
        "diets": [],
        "avoided_allergens": [],
        "share_radius_km": 5,
        "generated_text": True,
        "guidance": True,
        "home": {"lat": LYON[0], "lon": LYON[1]},
        "home_precision": 6,
        "id": str(giver.pk),
        "email": "giver@example.org",
        "home_cell": cells.encode(*LYON, 6),
        "organizations": [
            {"id": str(pantry.pk), "slug": "pantry", "name": "Pantry", "role": "owner"}
        ],
        "created_at": giver.created_at.isoformat().replace("+00:00", "Z"),
    }


def test_all_that_patch_takes_comes_back(api, giver):
    sent = {
        "display_name": "Gina",
        "nickname": "gigi",
        "pronouns": "she",
        "bio": "I bake.",
        "tags": ["bread", "cargo bike"],
        "birth_date": "1990-02-28",
        "language": "es",
        "units": "imperial",
        "timezone": "America/New_York",
        "contact_preference": "site",
        "diets": ["vegan"],
        "avoided_allergens": ["eggs", "milk"],
        "share_radius_km": 12,
        "generated_text": False,
        "guidance": False,
        "home": PARIS,
        "home_precision": 5,
    }
    client = api(giver)
    answer = client.patch(ME, sent)
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert {name: data[name] for name in sent} == sent
    assert data["home_cell"] == cells.encode(PARIS["lat"], PARIS["lon"], 5)
    assert client.get(ME).json()["data"] == data


def test_what_is_not_sent_stays(api, giver):
    before = api(giver).get(ME).json()["data"]
    after = api(giver).patch(ME, {"display_name": "G"}).json()["data"]
    assert after == {**before, "display_name": "G"}


def test_home_null_forgets_it(api, giver):
    data = api(giver).patch(ME, {"home": None}).json()["data"]
    assert (data["home"], data["home_cell"]) == (None, "")
    assert ExactPlace.objects.count() == 0


def test_precision_alone_keeps_the_home(api, giver):
    data = api(giver).patch(ME, {"home_precision": 5}).json()["data"]
    assert data["home"] == {"lat": LYON[0], "lon": LYON[1]}
    assert data["home_cell"] == cells.encode(*LYON, 5)


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"home": {"lat": 91, "lon": 0}}, {"home"}),
        ({"home": {"lat": 45}}, {"home"}),
        ({"home": {}}, {"home"}),
        ({"home": "Lyon"}, {"home"}),
        ({"share_radius_km": 51}, {"share_radius_km"}),
        ({"generated_text": "maybe"}, {"generated_text"}),
        ({"guidance": None}, {"guidance"}),
        ({"timezone": "Mars"}, {"timezone"}),
        ({"language": "de"}, {"language"}),
        ({"diets": "vegan"}, {"diets"}),
        ({"diets": ["air"], "units": "stones"}, {"diets", "units"}),
        ({"home_precision": 12}, {"home_precision"}),
        ({"nickname": "<b>"}, {"nickname"}),
        ({"tags": ["a", "b", "c", "d", "e", "f", "g", "h", "i"]}, {"tags"}),
        ({"tags": ["a,b"]}, {"tags"}),
        ({"birth_date": "2999-01-01"}, {"birth_date"}),
    ],
)
def test_wrong_fields_are_named_and_nothing_changes(api, giver, sent, fields):
    before = api(giver).get(ME).json()["data"]
    answer = api(giver).patch(ME, {"display_name": "Changed", **sent})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert set(answer.json()["error"]["details"]) == fields
    assert api(giver).get(ME).json()["data"] == before


def test_fields_of_the_account_cannot_be_assigned(api, giver):
    before = api(giver).get(ME).json()["data"]
    sent = {
        "id": str(make_user().pk),
        "email": "root@example.org",
        "is_staff": True,
        "is_superuser": True,
        "is_active": False,
        "pseudonym": "00000000-0000-0000-0000-000000000000",
        "home_cell": "u09tvw",
        "home_geohash": "u09tvw",
        "password": "hello",
        "version": 99,
    }
    assert api(giver).patch(ME, sent).json()["data"] == before
    giver.refresh_from_db()
    assert (giver.is_staff, giver.is_superuser, giver.is_active) == (False, False, True)


def test_each_sees_only_themselves(api, giver, stranger):
    told = api(stranger).get(ME).content.decode()
    assert str(giver.pk) not in told
    assert giver.email not in told


def test_one_key_changes_once(api, giver):
    client = api(giver)
    for name in ("First", "First"):
        client.patch(ME, {"display_name": name}, HTTP_IDEMPOTENCY_KEY="key-1")
    other = client.patch(ME, {"display_name": "Second"}, HTTP_IDEMPOTENCY_KEY="key-1")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert client.get(ME).json()["data"]["display_name"] == "First"


def test_answers_speak_the_persons_language(api, giver):
    api(giver).patch(ME, {"language": "es"})
    answer = api(giver).patch(ME, {"units": "stones"}, HTTP_ACCEPT_LANGUAGE="fr")
    assert answer.headers["Content-Language"] == "es"
