from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.models import Membership, Organization
from core import clock
from core.geo import cells
from tests.exact import tells
from tests.factories import LYON, make_organization, make_user

NOBODYS = UUID(int=7)
ROOT = "/api/v1/organizations"


@pytest.fixture
def pantry(giver):
    return make_organization(by=giver, name="Pantry of the Quay", address="12 Quay")


@pytest.fixture
def garden(giver):
    return make_organization(by=giver, name="Garden", kind="garden", address="Behind the mill")


def names(answer) -> list[str]:
    return [item["name"] for item in answer.json()["data"]["items"]]


def new(**values):
    return {
        "id": str(uuid4()),
        "name": "Kitchen",
        "kind": "kitchen",
        "place": {"lat": LYON[0], "lon": LYON[1], "address": "3 Square"},
        **values,
    }


def test_everyone_reads_one(api, pantry):
    data = api().get(f"{ROOT}/{pantry.pk}").json()["data"]
    assert data == {
        "id": str(pantry.pk),
        "slug": "pantry-of-the-quay",
        "name": "Pantry of the Quay",
        "kind": "pantry",
        "description": "",
        "opening_hours": {},
        "special_days": {},
        "accepts": [],
        "cell": cells.encode(*LYON, 6),
        "place_is_public": True,
        "public_precision": 6,
        "last_verified": data["last_verified"],
        "role": None,
        "created_at": data["created_at"],
        "updated_at": data["updated_at"],
        "place": {"lat": LYON[0], "lon": LYON[1], "address": "12 Quay"},
    }


@pytest.mark.parametrize(("who", "sees"), [("giver", True), ("stranger", False), (None, False)])
def test_private_door_is_for_its_people(api, garden, giver, stranger, who, sees):
    caller = {"giver": giver, "stranger": stranger, None: None}[who]
    answer = api(caller).get(f"{ROOT}/{garden.pk}")
    assert (answer.json()["data"]["place"] is not None) is sees
    if not sees:
        assert "mill" not in answer.content.decode()
        assert tells(answer.content, "45.76") == []


def test_list_holds_no_exact_place(api, pantry, garden, giver):
    told = api(giver).get(ROOT).content.decode()
    assert 'Quay"' not in told.replace("Pantry of the Quay", "")
    assert tells(told, "45.764") == []


def test_list_is_by_name_and_pages(api, giver):
    for name in ("Cherry", "Apple", "Banana"):
        make_organization(by=giver, name=name)
    first = api().get(ROOT, {"limit": 2})
    assert names(first) == ["Apple", "Banana"]
    second = api().get(ROOT, {"limit": 2, "cursor": first.json()["meta"]["next"]})
    assert names(second) == ["Cherry"]
    assert second.json()["meta"]["next"] is None


def test_list_near_a_place_is_nearest_first_and_pages(api, giver):
    for name, place in (("far", (45.9, 4.8)), ("here", LYON), ("near", (45.8, 4.83))):
        make_organization(by=giver, name=name, place=place)
    asked = {"lat": LYON[0], "lon": LYON[1], "limit": 2}
    first = api().get(ROOT, asked)
    assert names(first) == ["here", "near"]
    assert [item["distance_km"] for item in first.json()["data"]["items"]] == [0.4, 4.0]
    second = api().get(ROOT, {**asked, "cursor": first.json()["meta"]["next"]})
    assert names(second) == ["far"]


def test_distance_is_from_the_centre_of_the_cell(api, giver):
    box = cells.bounds(cells.encode(*LYON, 6))
    for place in ((box.south + 1e-5, box.west + 1e-5), (box.north - 1e-5, box.east - 1e-5)):
        make_organization(by=giver, kind="farm", place=place)
    answer = api().get(ROOT, {"lat": 45.7, "lon": 4.8})
    distances = {item["distance_km"] for item in answer.json()["data"]["items"]}
    assert len(distances) == 1


def test_list_filters(api, pantry, garden, giver, stranger):
    assert names(api().get(ROOT, {"kind": "garden"})) == ["Garden"]
    assert names(api().get(ROOT, {"q": "quay"})) == ["Pantry of the Quay"]
    assert names(api(stranger).get(ROOT, {"mine": 1})) == []
    assert names(api(giver).get(ROOT, {"mine": 1})) == ["Garden", "Pantry of the Quay"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"lat": 45}, "lat"),
        ({"lat": "x", "lon": 4}, "lat"),
        ({"kind": "castle"}, "kind"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"cursor": "???"}, "cursor"),
    ],
)
def test_list_refuses_what_it_cannot_read(api, db, asked, field):
    answer = api().get(ROOT, asked)
    assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, [field])


def test_stale_organization_is_not_found(api, giver, stranger):
    with clock.at(clock.now() - timedelta(days=400)):
        stale = make_organization(by=giver)
    assert api(stranger).get(f"{ROOT}/{stale.pk}").status_code == 404
    assert api(giver).get(f"{ROOT}/{stale.pk}").status_code == 200


def test_list_asks_the_database_the_same_for_one_and_three(api, giver):
    counts = []
    for number in (1, 2, 3):
        make_organization(by=giver)
        if number == 2:
            continue
        with CaptureQueriesContext(
            connection,
        ) as asked:
            api(giver).get(ROOT)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_created_once_whatever_is_sent_twice(api, giver):
    body = new()
    first, again = (api(giver).post(ROOT, body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["data"] == again.json()["data"]
    assert first.json()["data"]["role"] == "owner"
    other = api(giver).post(ROOT, {**body, "name": "Other"})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "CONFLICT")
    assert Organization.objects.count() == 1


def test_creation_needs_a_person(api, db):
    assert api().post(ROOT, new()).status_code == 401


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "castle"}, "kind"),
        ({"place": {"lat": 91, "lon": 0}}, "place"),
        ({"opening_hours": {"mon": [["12:00", "09:00"]]}}, "opening_hours"),
        ({"accepts": ["gold"]}, "accepts"),
        ({"id": "7"}, "id"),
    ],
)
def test_creation_names_what_is_wrong(api, giver, broken, field):
    answer = api(giver).post(ROOT, new(**broken))
    assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, [field])


def test_owner_changes_the_page(api, pantry, giver):
    sent = {
        "name": "Pantry",
        "opening_hours": {"mon": [["09:00", "12:00"]]},
        "place": {"address": "14 Quay"},
    }
    data = api(giver).patch(f"{ROOT}/{pantry.pk}", sent).json()["data"]
    assert (data["name"], data["opening_hours"]) == ("Pantry", sent["opening_hours"])
    assert data["place"] == {"lat": LYON[0], "lon": LYON[1], "address": "14 Quay"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("patch", "", {"name": "Mine"}),
        ("post", "/verify", {}),
        ("get", "/members", None),
        ("get", "/invitations", None),
        ("post", "/invitations", {"id": str(NOBODYS), "role": "owner"}),
        ("delete", f"/invitations/{NOBODYS}", None),
    ],
)
def test_stranger_is_refused_and_nobody_must_sign_in(api, pantry, stranger, method, path, body):
    url = f"{ROOT}/{pantry.pk}{path}"
    assert getattr(api(stranger), method)(url, body).status_code == 403
    assert getattr(api(), method)(url, body).status_code == 401
    assert Membership.objects.count() == 1


def test_verify_moves_the_date(api, pantry, giver):
    later = clock.now() + timedelta(days=30)
    with clock.at(later):
        data = api(giver).post(f"{ROOT}/{pantry.pk}/verify").json()["data"]
    assert data["last_verified"] == later.isoformat().replace("+00:00", "Z")


def test_members_come_owners_first_and_without_addresses(api, pantry, giver, taker):
    services.add_member(organization=pantry, by=giver, email=taker.email, role="member")
    answer = api(taker).get(f"{ROOT}/{pantry.pk}/members")
    assert answer.json()["data"]["items"] == [
        {"id": str(giver.pk), "name": "Gina Giver", "role": "owner", "is_program": False},
        {"id": str(taker.pk), "name": "Tom Taker", "role": "member", "is_program": False},
    ]


def test_owner_adds_changes_and_removes(api, pantry, giver, taker):
    members = f"{ROOT}/{pantry.pk}/members"
    services.add_member(organization=pantry, by=giver, email=taker.email, role="member")
    changed = api(giver).patch(f"{members}/{taker.pk}", {"role": "coordinator"})
    assert changed.json()["data"]["role"] == "coordinator"
    assert api(giver).delete(f"{members}/{taker.pk}").status_code == 204
    assert api(giver).delete(f"{members}/{taker.pk}").status_code == 404


def test_member_cannot_rise_and_may_leave(api, pantry, giver, taker):
    services.add_member(organization=pantry, by=giver, email=taker.email, role="member")
    own = f"{ROOT}/{pantry.pk}/members/{taker.pk}"
    assert api(taker).patch(own, {"role": "owner"}).status_code == 403
    assert api(taker).delete(f"{ROOT}/{pantry.pk}/members/{giver.pk}").status_code == 403
    assert api(taker).delete(own).status_code == 204


def test_strangers_cannot_tell_who_belongs(api, pantry, giver, stranger):
    members = f"{ROOT}/{pantry.pk}/members"
    for person in (giver.pk, make_user().pk, UUID(int=0)):
        assert api(stranger).delete(f"{members}/{person}").status_code == 404


def test_last_owner_cannot_leave(api, pantry, giver):
    answer = api(giver).delete(f"{ROOT}/{pantry.pk}/members/{giver.pk}")
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        409,
        "An organization needs an owner. Make someone else an owner first.",
    )
