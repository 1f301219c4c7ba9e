from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.models import Membership, Organization, User
from core import clock
from core.geo import cells
from tests.factories import LYON, make_organization, make_user

ROOT = "/organizations/"


@pytest.fixture
def pantry(giver):
    return make_organization(by=giver, name="Quay Pantry", address="12 Quay")


@pytest.fixture
def at_giver(client: Client, giver: User) -> Client:
    client.force_login(giver)
    return client


def body(**values):
    return {
        "id": str(uuid4()),
        "name": "Square Kitchen",
        "kind": "kitchen",
        "description": "Soup for all",
        "address": "3 Square",
        "town": "Lyon, FR",
        "latitude": "",
        "longitude": "",
        "place_is_public": "on",
        "public_precision": "6",
        "hours_mon": "9:00-12:30, 14:00-18:00",
        "hours_sun": "",
        **values,
    }


def test_list_is_for_everyone_and_leads_to_the_page(client, pantry):
    page = client.get(ROOT).content.decode()
    assert 'href="/organizations/quay-pantry/"' in page
    assert "1 organization" in page


def test_list_filters_by_kind_and_name(client, pantry, giver):
    make_organization(by=giver, name="Mill Garden", kind="garden")
    for asked in ({"kind": "garden"}, {"q": "mill"}):
        page = client.get(ROOT, asked).content.decode()
        assert ("Mill Garden" in page, "Quay Pantry" in page) == (True, False)


def test_list_is_nearest_first_for_who_has_a_home(at_giver, giver):
    make_organization(by=giver, name="Aaa far", place=(45.9, 4.8))
    make_organization(by=giver, name="Zzz near", place=LYON)
    page = at_giver.get(ROOT).content.decode()
    assert page.index("Zzz near") < page.index("Aaa far")
    assert "less than 1 km away" in page


def test_list_answers_htmx_with_its_results_only(client, pantry):
    page = client.get(ROOT, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in page
    assert "Quay Pantry" in page


def test_list_pages(client, giver, monkeypatch):
    monkeypatch.setattr("accounts.views.organizations.ROWS_A_PAGE", 2)
    for name in ("Apple", "Banana", "Cherry"):
        make_organization(by=giver, name=name)
    first = client.get(ROOT)
    assert "Cherry" not in first.content.decode()
    second = client.get(ROOT + first.context["more_url"]).content.decode()
    assert ("Cherry" in second, "Apple" in second) == (True, False)


def test_list_asks_the_database_the_same_for_one_and_three(client, giver):
    counts = []
    for number in (1, 2, 3):
        make_organization(by=giver)
        if number != 2:
            with CaptureQueriesContext(connection) as asked:
                client.get(ROOT)
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_empty_list_says_what_to_do(client, db):
    assert "No organization here yet" in client.get(ROOT).content.decode()


def test_public_door_is_shown_to_everyone(client, pantry):
    page = client.get(pantry.get_absolute_url()).content.decode()
    assert "12 Quay" in page
    assert f"geo:{LYON[0]},{LYON[1]}" in page


def test_private_door_is_shown_as_an_area(client, giver, stranger):
    garden = make_organization(by=giver, kind="garden", address="Behind the mill")
    for person in (None, stranger):
        if person:
            client.force_login(person)
        page = client.get(garden.get_absolute_url()).content.decode()
        assert ("mill" in page, str(LYON[0]) in page) == (False, False)
        assert "An area about" in page
    client.force_login(giver)
    assert "Behind the mill" in client.get(garden.get_absolute_url()).content.decode()


def test_people_are_shown_to_people_of_it(client, pantry, giver, stranger):
    assert "Gina Giver" not in client.get(pantry.get_absolute_url()).content.decode()
    client.force_login(stranger)
    assert "Gina Giver" not in client.get(pantry.get_absolute_url()).content.decode()
    client.force_login(giver)
    page = client.get(pantry.get_absolute_url()).content.decode()
    assert "Gina Giver" in page
    assert giver.email not in page


def test_stale_page_is_gone_for_strangers(client, giver, stranger):
    with clock.at(clock.now() - timedelta(days=400)):
        stale = make_organization(by=giver)
    assert client.get(stale.get_absolute_url()).status_code == 404
    client.force_login(stranger)
    assert client.get(stale.get_absolute_url()).status_code == 404
    client.force_login(giver)
    assert client.get(stale.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2027, 1, 4, 8, 30, tzinfo=UTC), "Open until 12:30"),
        (datetime(2027, 1, 4, 11, 30, tzinfo=UTC), "Closed now"),
        (datetime(2027, 1, 4, 7, 30, tzinfo=UTC), "Closed · opens 9:00"),
        (datetime(2027, 1, 5, 8, 30, tzinfo=UTC), "Closed · opens Monday 9:00"),
    ],
)
def test_opening_hours_are_in_its_own_time_zone(client, giver, moment, said):
    with clock.at(moment):
        pantry = make_organization(by=giver, opening_hours={"mon": [["09:00", "12:30"]]})
        page = client.get(pantry.get_absolute_url())
    assert said in page.content.decode()


def test_created_from_the_form_once(at_giver, giver):
    sent = body()
    for _ in range(2):
        answer = at_giver.post(f"{ROOT}new/", sent)
        assert answer.url == "/organizations/square-kitchen/"
    kitchen = Organization.objects.get()
    assert kitchen.opening_hours == {"mon": [["09:00", "12:30"], ["14:00", "18:00"]]}
    assert (kitchen.exact_place.label, kitchen.place_is_public) == ("3 Square", True)
    assert kitchen.memberships.get().user == giver


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"town": ""}, "Say where it is"),
        ({"town": "Qwxz"}, "No town by this name"),
        ({"hours_mon": "always"}, "Write times such as"),
        ({"hours_mon": "12:00-9:00"}, "in order"),
        ({"kind": "castle"}, "Select a valid choice"),
        ({"id": "7"}, "Enter a valid UUID"),
    ],
)
def test_creation_says_what_is_wrong_and_keeps_what_was_typed(at_giver, broken, said):
    page = at_giver.post(f"{ROOT}new/", body(**broken))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Soup for all" in page.content.decode()
    assert Organization.objects.count() == 0


def test_edited_from_the_form_without_moving(at_giver, pantry):
    answer = at_giver.post(
        f"{ROOT}quay-pantry/edit/", body(id=str(pantry.pk), town="", name="Pantry")
    )
    pantry.refresh_from_db()
    assert (answer.url, pantry.name) == ("/organizations/quay-pantry/", "Pantry")
    assert pantry.cell == cells.encode(*LYON, 6)


def test_edit_form_shows_what_is_stored(at_giver, giver):
    make_organization(
        by=giver, name="Stored", address="9 Lane", opening_hours={"tue": [["08:00", "09:30"]]}
    )
    page = at_giver.get(f"{ROOT}stored/edit/").content.decode()
    assert 'value="9 Lane"' in page
    assert 'value="08:00–09:30"' in page


def test_verified_by_a_tap(at_giver, pantry):
    with clock.at(clock.now() + timedelta(days=2)):
        at_giver.post(f"{ROOT}quay-pantry/verify/")
        assert "Verified today" in at_giver.get(pantry.get_absolute_url()).content.decode()


def test_owner_adds_changes_and_removes(at_giver, pantry, taker):
    members = f"{ROOT}quay-pantry/members/"
    services.add_member(
        organization=pantry, by=pantry.memberships.get().user, email=taker.email, role="member"
    )
    at_giver.post(f"{members}{taker.pk}/role/", {"role": "coordinator"})
    assert pantry.memberships.get(user=taker).role == "coordinator"
    assert "Remove Tom Taker" in at_giver.get(f"{members}{taker.pk}/remove/").content.decode()
    at_giver.post(f"{members}{taker.pk}/remove/")
    assert pantry.memberships.count() == 1


def test_refusals_are_said_on_the_page(at_giver, pantry, giver):
    members = f"{ROOT}quay-pantry/members/"
    for path, sent in (
        (f"{members}{giver.pk}/remove/", {}),
        (f"{members}{giver.pk}/role/", {"role": "member"}),
    ):
        assert "needs an owner" in at_giver.post(path, sent, follow=True).content.decode()


def test_member_leaves(client, pantry, giver, taker):
    services.add_member(organization=pantry, by=giver, email=taker.email, role="member")
    client.force_login(taker)
    client.post(f"{ROOT}quay-pantry/members/{taker.pk}/remove/")
    assert Membership.objects.count() == 1


WRITES = [
    ("get", "edit/"),
    ("post", "edit/"),
    ("post", "verify/"),
    ("get", "members/"),
    ("post", "members/"),
    ("post", "members/{giver}/role/"),
    ("get", "members/{giver}/remove/"),
    ("post", "members/{giver}/remove/"),
]


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_strangers_and_members_are_refused_and_nobody_must_sign_in(
    client, pantry, giver, taker, stranger, method, path
):
    services.add_member(organization=pantry, by=giver, email=taker.email, role="member")
    url = f"{ROOT}quay-pantry/{path.format(giver=giver.pk)}"
    anonymous = getattr(client, method)(url)
    assert (anonymous.status_code, anonymous.url) == (302, f"/accounts/login/?next={url}")
    for person in (stranger, taker):
        client.force_login(person)
        assert getattr(client, method)(url).status_code == 403
    pantry.refresh_from_db()
    assert (pantry.name, pantry.memberships.count()) == ("Quay Pantry", 2)


def test_reading_changes_nothing(at_giver, pantry):
    for path in ("", "edit/", "members/"):
        at_giver.get(f"{ROOT}quay-pantry/{path}")
    assert at_giver.get(f"{ROOT}quay-pantry/verify/").status_code == 405
    version = pantry.version
    pantry.refresh_from_db()
    assert pantry.version == version


def test_words_of_people_are_escaped(client, giver):
    pantry = make_organization(by=giver, name="<b>x</b>", description="<img src=x onerror=y>")
    page = client.get(pantry.get_absolute_url()).content.decode()
    assert ("<b>x</b>" in page, "<img src=x" in page) == (False, False)


def test_page_of_a_person_without_a_role_is_not_theirs(client, pantry):
    client.force_login(make_user())
    assert "All this still holds" not in client.get(pantry.get_absolute_url()).content.decode()


def test_search_for_what_no_name_can_hold_finds_by_the_rest(db: None) -> None:
    make_organization(name="Quay Pantry")
    answer = Client().get("/organizations/", {"q": "quay\0 pan"})
    assert (answer.status_code, "Quay Pantry" in answer.content.decode()) == (200, True)
