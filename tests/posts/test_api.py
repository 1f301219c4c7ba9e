"""What the endpoints of listings and requests share."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts import services as people
from accounts.models import User
from core import clock
from core.events.models import DomainEvent
from posts import services as posts
from tests.exact import tells
from tests.factories import make_organization, make_user
from tests.posts.kinds import KINDS, LISTING, REQUEST, D, Kind, facts

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
PATHS = {"listing": "/api/v1/listings", "request": "/api/v1/requests"}
SOON = "2030-01-02T18:00:00Z"


def path(kind: Kind, post: Any = None, verb: str = "") -> str:
    return PATHS[kind.name] + (f"/{post.pk}" if post else "") + (f"/{verb}" if verb else "")


def body(kind: Kind, **values: Any) -> dict[str, Any]:
    """The least that makes a post."""
    if kind is LISTING:
        values.setdefault("available_from", "2026-01-01T08:00:00Z")
    return {
        "id": str(uuid4()),
        "food": "tomato",
        "quantity": "3",
        "unit": "kg",
        kind.end: SOON,
        **values,
    }


def details(response: Any) -> Any:
    answer = response.json()
    assert (response.status_code, answer["error"]["code"]) == (400, "VALIDATION_ERROR")
    return answer["error"]["details"]


# --- Making one -----------------------------------------------------------------------------------


def test_new_one_answers_201_then_200(kind: Kind, api: Api, giver: User) -> None:
    said = body(kind)
    caller = api(giver)

    first, again = (caller.post(path(kind), said) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["data"] == again.json()["data"]
    assert first.json()["data"]["id"] == said["id"]
    assert type(kind.make(by=giver)).objects.filter(pk=said["id"]).count() == 1


def test_new_one_twice_touches_every_table_once(kind: Kind, api: Api, giver: User) -> None:
    said, caller = body(kind), api(giver)
    caller.post(path(kind), said)
    rows = _rows_of_all_tables()

    caller.post(path(kind), said)

    assert _rows_of_all_tables() == rows


def test_other_content_under_the_id_is_409(kind: Kind, api: Api, giver: User) -> None:
    said, caller = body(kind), api(giver)
    caller.post(path(kind), said)

    response = caller.post(path(kind), {**said, "quantity": "4"})

    assert response.status_code == 409
    assert response.json() == {
        "error": {
            "code": "CONFLICT",
            "message": "This id was already used for something else.",
            "details": {},
        }
    }


def test_the_id_of_another_person_is_409_and_says_nothing(
    kind: Kind, api: Api, giver: User, stranger: User
) -> None:
    post = kind.make(by=giver)

    mine = api(giver).post(path(kind), body(kind, id=str(post.pk)))
    theirs = api(stranger).post(path(kind), body(kind, id=str(post.pk)))

    assert theirs.status_code == mine.status_code == 409
    assert theirs.content == mine.content


@pytest.mark.parametrize("wrong", [None, "", "7", "not-a-uuid", "\x00", 3.5, [], {}])
def test_missing_or_malformed_id_is_400(kind: Kind, wrong: Any, api: Api, giver: User) -> None:
    said = body(kind)
    del said["id"]
    if wrong is not None:
        said["id"] = wrong

    assert list(details(api(giver).post(path(kind), said))) == ["id"]


def test_each_missing_field_is_named(kind: Kind, api: Api, giver: User) -> None:
    required = "This field is required."
    expected = {
        "listing": ["id", "food", "quantity", "unit", "available_from", "available_until"],
        "request": ["id", "quantity", "unit", "needed_by"],
    }[kind.name]

    assert details(api(giver).post(path(kind), {})) == {name: [required] for name in expected}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("food", "dragon", "There is no food called “dragon”."),
        ("quantity", "0", "Ensure this value is greater than or equal to 0.001."),
        ("quantity", "-1", "Ensure this value is greater than or equal to 0.001."),
        ("quantity", "0.0005", "Ensure that there are no more than 3 decimal places."),
        ("quantity", "NaN", "A valid number is required."),
        ("quantity", "many", "A valid number is required."),
        ("unit", "stone", '"stone" is not a valid choice.'),
        ("unit", "loaf", "This food is not measured in “loaf”. Use one of: box, g, kg, piece."),
        ("diets", ["raw"], {"0": ['"raw" is not a valid choice.']}),
        ("organization", str(UUID(int=1)), f'Invalid pk "{UUID(int=1)}" - object does not exist.'),
        ("organization", "x", "Must be a valid UUID."),
        (
            "place",
            {"lat": 91, "lon": 0},
            {"lat": ["Ensure this value is less than or equal to 90."]},
        ),
        ("place", {"lat": 1}, {"lon": ["This field is required."]}),
        ("place", {"lat": "nan", "lon": 0}, {"lat": ["Give a number."]}),
        ("place", {"lat": 0, "lon": "nan"}, {"lon": ["Give a number."]}),
    ],
)
def test_wrong_values_are_named(
    kind: Kind, field: str, value: Any, message: Any, api: Api, giver: User
) -> None:
    said = details(api(giver).post(path(kind), body(kind, **{field: value})))

    assert said == {field: message if isinstance(message, dict) else [message]}


@pytest.mark.parametrize("field", ["food", "unit", "title", "note", "organization", "id"])
@pytest.mark.parametrize("text", [r"\ud800", r"\u0000"], ids=["surrogate", "nul"])
def test_text_that_no_database_takes_is_refused(
    kind: Kind, field: str, text: str, api: Api, giver: User
) -> None:
    said = {**body(kind), field: "HERE"}
    raw = json.dumps(said).replace("HERE", text)

    response = api(giver).post(path(kind), raw, content_type="application/json")

    theirs = {"listing": "title", "request": "note"}[kind.name]
    ignored = field in {"title", "note"} - {theirs}
    assert response.status_code == (201 if ignored else 400), response.content


def test_times_are_utc_and_any_offset_is_read(kind: Kind, api: Api, giver: User) -> None:
    people.update_profile(user=giver, timezone="Asia/Tokyo")
    said = body(kind, **{kind.end: "2030-01-02T20:00:00+02:00"})

    made = api(giver).post(path(kind), said)
    read = api(giver).get(f"{path(kind)}/{said['id']}")
    bare = api(giver).post(path(kind), body(kind, **{kind.end: "2030-01-02T18:00:00"}))

    for response in (made, read, bare):
        assert response.json()["data"][kind.end] == SOON


def test_it_ends_in_the_past_is_400(kind: Kind, api: Api, giver: User) -> None:
    over = body(kind, **{kind.end: "2026-01-02T18:00:00Z"})

    assert details(api(giver).post(path(kind), over)) == {kind.end: ["This is in the past."]}


def test_a_place_of_its_own_is_told_to_its_owner_alone(
    kind: Kind, api: Api, giver: User, stranger: User
) -> None:
    place = {"lat": 45.761234, "lon": 4.839876}
    made = api(giver).post(path(kind), body(kind, place=place)).json()["data"]

    assert made["place"] == place
    seen = api(stranger).get(f"{path(kind)}/{made['id']}")
    assert "place" not in seen.json()["data"]
    assert tells(seen.content, "45.76", "4.8398") == []
    assert seen.json()["data"]["cell"] == made["cell"] == "u05kq4"


def test_without_home_or_place_it_asks_where(kind: Kind, api: Api) -> None:
    response = api(make_user(home=None)).post(path(kind), body(kind))

    assert details(response) == {"place": ["Say where: you have not set a home place yet."]}


def test_for_an_organization(kind: Kind, api: Api, giver: User, stranger: User) -> None:
    organization = make_organization(by=giver, name="Soup Kitchen")
    said = body(kind, organization=str(organization.pk))

    refused = api(stranger).post(path(kind), said)
    made = api(giver).post(path(kind), said)

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "PERMISSION_DENIED"
    assert made.status_code == 201
    owner = {"kind": "organization", "id": str(organization.pk), "name": "Soup Kitchen"}
    assert api().get(f"{path(kind)}/{said['id']}").json()["data"]["owner"] == owner


def test_what_nobody_may_set_is_not_set(kind: Kind, api: Api, giver: User, taker: User) -> None:
    model = type(kind.make(by=giver))
    forged = {
        "owner": str(taker.pk),
        "state": kind.done,
        "version": 7,
        "fingerprint": "0" * 64,
        "grams": 1,
        "remaining": "1",
        "promised": "1",
        "handed_over": "1",
        "geohash": "s00000000000",
        "location": [0, 0],
        "public_precision": 5,
        "expired_on": "2026-01-01",
        "created_at": "2001-01-01T00:00:00Z",
        "updated_at": "2001-01-01T00:00:00Z",
    }
    said = {**forged, **body(kind)}

    for send in (api(giver).post, None):
        if send:
            assert send(path(kind), said).status_code == 201
        post = model.objects.get(pk=said["id"])
        if send is None:
            address = f"{path(kind)}/{post.pk}"
            assert api(giver).patch(address, forged).status_code == 200
            post.refresh_from_db()
        assert (post.owner, post.state, post.version, post.grams) == (giver, kind.open, 1, 3000)
        assert (post.remaining, post.promised, post.handed_over) == (D(3), D(0), D(0))
        assert (post.public_precision, post.cell, post.expired_on) == (6, "u05kq5", None)
        assert post.created_at.year > 2001
        assert post.fingerprint != "0" * 64


# --- Changing one ---------------------------------------------------------------------------------


def test_edit_changes_what_is_sent(kind: Kind, api: Api, giver: User) -> None:
    post = kind.make(by=giver)
    before = api(giver).get(path(kind, post)).json()["data"]

    response = api(giver).patch(path(kind, post), {"quantity": "5", "diets": ["vegan", "halal"]})

    changed = {
        "quantity": "5",
        "quantity_remaining": "5",
        "kilograms": "5",
        "diets": ["halal", "vegan"],
    }
    after = response.json()["data"]
    assert response.status_code == 200
    assert after == {**before, **changed, "updated_at": after["updated_at"]}


def test_edit_below_what_is_promised_is_400(kind: Kind, api: Api, giver: User) -> None:
    post = kind.make(by=giver)
    posts.hold(post, quantity=D(2), actor=giver.pseudonym)

    said = details(api(giver).patch(path(kind, post), {"quantity": "1"}))

    assert said == {"quantity": ["2 kg are promised or handed over already."]}


def test_edit_of_the_place_one_counts_on_is_409(kind: Kind, api: Api, giver: User) -> None:
    post = kind.make(by=giver)
    posts.hold(post, quantity=D(2), actor=giver.pseudonym)

    response = api(giver).patch(path(kind, post), {"place": {"lat": 45.0, "lon": 4.0}})

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "CONFLICT"
    assert response.json()["error"]["details"]["state"] == kind.open


def test_extend_and_withdraw_answer_with_the_new_representation(
    kind: Kind, api: Api, giver: User
) -> None:
    post = kind.make(by=giver)

    extended = api(giver).post(path(kind, post, "extend"), {kind.end: SOON})
    withdrawn = [api(giver).post(path(kind, post, "withdraw")) for _ in range(2)]

    assert (extended.status_code, extended.json()["data"][kind.end]) == (200, SOON)
    assert [response.status_code for response in withdrawn] == [200, 200]
    assert {response.json()["data"]["state"] for response in withdrawn} == {"withdrawn"}
    assert len(facts(post)) == 3


def test_extend_needs_a_time(kind: Kind, api: Api, giver: User) -> None:
    post = kind.make(by=giver)

    said = details(api(giver).post(path(kind, post, "extend"), {}))

    assert said == {kind.end: ["This field is required."]}


@pytest.mark.parametrize("verb", ["", "extend", "withdraw"])
def test_verbs_on_an_ended_one_are_409_and_say_what_is_possible(
    kind: Kind, verb: str, api: Api, giver: User
) -> None:
    post = kind.in_state(kind.done, giver)
    caller = api(giver)
    send = caller.post if verb else caller.patch

    response = send(path(kind, post, verb), {kind.end: SOON, "quantity": "9"})

    assert response.status_code == 409
    assert response.json()["error"] == {
        "code": "CONFLICT",
        "message": "This has ended.",
        "details": {"state": kind.done, "allowed": []},
    }


def test_a_key_makes_a_verb_happen_once(kind: Kind, api: Api, giver: User) -> None:
    post, caller = kind.make(by=giver), api(giver)
    send = {"quantity": "5"}

    first = caller.patch(path(kind, post), send, headers={"Idempotency-Key": "k"})
    kind.call("update", post, by=giver, quantity=D(9))
    again = caller.patch(path(kind, post), send, headers={"Idempotency-Key": "k"})
    other = caller.patch(path(kind, post), {"quantity": "6"}, headers={"Idempotency-Key": "k"})

    assert [first.json()["data"]["quantity"], again.json()["data"]["quantity"]] == ["5", "9"]
    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 422)
    assert other.json()["error"]["code"] == "IDEMPOTENCY_KEY_REUSED"


# --- Who may what ---------------------------------------------------------------------------------

ANONYMOUS, STRANGER, OWNER, COORDINATOR, MEMBER = (
    "anonymous",
    "stranger",
    "owner",
    "coordinator",
    "member",
)
ROLES = (ANONYMOUS, STRANGER, OWNER, COORDINATOR, MEMBER)


@pytest.fixture
def callers(api: Api, giver: User, taker: User, stranger: User) -> dict[str, APIClient]:
    """By role, for a post by `giver` or by the organization that `giver` owns."""
    organization = make_organization(by=giver)
    member = make_user()
    for user, role in ((taker, "coordinator"), (member, "member")):
        people.add_member(organization=organization, by=giver, email=user.email, role=role)
    return {
        ANONYMOUS: api(),
        STRANGER: api(stranger),
        OWNER: api(giver),
        COORDINATOR: api(taker),
        MEMBER: api(member),
    }


# What a person posted, and what an organization did: status by role, in the order of ROLES.
MATRIX: list[tuple[str, str, dict[str, Any], list[int], list[int]]] = [
    ("get", "", {}, [200, 200, 200, 200, 200], [200, 200, 200, 200, 200]),
    ("patch", "", {"quantity": "5"}, [401, 403, 200, 403, 403], [401, 403, 200, 200, 403]),
    ("post", "extend", {"until": SOON}, [401, 403, 200, 403, 403], [401, 403, 200, 200, 403]),
    ("post", "withdraw", {}, [401, 403, 200, 403, 403], [401, 403, 200, 200, 403]),
    ("delete", "", {}, [401, 405, 405, 405, 405], [401, 405, 405, 405, 405]),
    ("put", "", {}, [401, 405, 405, 405, 405], [401, 405, 405, 405, 405]),
]


@pytest.mark.parametrize(("method", "verb", "send", "of_person", "of_organization"), MATRIX)
@pytest.mark.parametrize("by_organization", [False, True], ids=["person", "organization"])
def test_permission_matrix(
    kind: Kind,
    by_organization: bool,
    method: str,
    verb: str,
    send: dict[str, Any],
    of_person: list[int],
    of_organization: list[int],
    callers: dict[str, APIClient],
    giver: User,
) -> None:
    organization = giver.memberships.get().organization if by_organization else None
    send = {kind.end if name == "until" else name: value for name, value in send.items()}
    expected = list(of_organization if by_organization else of_person)
    if kind is REQUEST and method == "get" and not by_organization:
        expected[0] = 404

    seen = []
    for role in ROLES:
        post = kind.make(by=giver, organization=organization)
        response = getattr(callers[role], method)(path(kind, post, verb), send)
        seen.append(response.status_code)

    assert seen == expected


def test_what_one_may_not_know_of_is_404_whatever_one_tries(
    kind: Kind, api: Api, giver: User, stranger: User
) -> None:
    ended, none = kind.in_state("withdrawn", giver), kind.make(by=giver)
    none.pk = uuid4()
    caller = api(stranger)

    for post in (ended, none):
        responses = [
            caller.get(path(kind, post)),
            caller.patch(path(kind, post), {"quantity": "1"}),
            caller.post(path(kind, post, "extend"), {kind.end: SOON}),
            caller.post(path(kind, post, "withdraw")),
        ]
        assert [response.status_code for response in responses] == [404] * 4
        assert {response.json()["error"]["code"] for response in responses} == {"NOT_FOUND"}


def test_nobody_posts_anonymously(kind: Kind, api: Api) -> None:
    response = api().post(path(kind), body(kind))

    assert response.status_code == 401
    assert response.json()["error"]["code"] == "NOT_AUTHENTICATED"
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_reading_writes_nothing(kind: Kind, api: Api, giver: User) -> None:
    post, caller = kind.make(by=giver), api(giver)
    rows = _rows_of_all_tables()

    for address in (path(kind), f"{path(kind)}?mine=1", path(kind, post)):
        assert caller.get(address).status_code == 200
        assert caller.options(address).status_code == 200

    assert _rows_of_all_tables() == rows
    assert DomainEvent.objects.filter(subject_id=post.pk).count() == 1


@pytest.mark.parametrize("verb", ["extend", "withdraw"])
def test_verbs_are_not_for_reading(kind: Kind, verb: str, api: Api, giver: User) -> None:
    assert api(giver).get(path(kind, kind.make(by=giver), verb)).status_code == 405


# --- Lists ----------------------------------------------------------------------------------------


def _ids(response: Any) -> list[str]:
    assert response.status_code == 200
    return [item["id"] for item in response.json()["data"]["items"]]


def test_list_is_newest_first_and_of_live_ones(kind: Kind, api: Api, giver: User) -> None:
    hour = datetime(2026, 6, 1, tzinfo=UTC)
    made = []
    for number in range(3):
        with clock.at(hour + timedelta(hours=number)):
            made.append(kind.make(by=giver, **{kind.end: datetime(2030, 1, 1, tzinfo=UTC)}))
    kind.in_state("withdrawn", giver)

    response = api(giver).get(path(kind))

    assert _ids(response) == [str(post.pk) for post in reversed(made)]
    assert response.json()["meta"]["next"] is None


def test_mine_are_those_of_my_side_ended_ones_too(
    kind: Kind, api: Api, giver: User, taker: User
) -> None:
    organization = make_organization(by=giver)
    people.add_member(organization=organization, by=giver, email=taker.email, role="coordinator")
    shared = kind.make(by=giver, organization=organization)
    ended = kind.in_state("withdrawn", taker)
    kind.make(by=giver)

    assert set(_ids(api(taker).get(f"{path(kind)}?mine=1"))) == {str(shared.pk), str(ended.pk)}
    assert _ids(api(taker).get(f"{path(kind)}?mine=1&state=withdrawn")) == [str(ended.pk)]
    assert api().get(f"{path(kind)}?mine=1").status_code == 401


def test_pages_follow_each_other_without_gap_or_repeat(kind: Kind, api: Api, giver: User) -> None:
    made = {str(kind.make(by=giver).pk) for _ in range(5)}
    seen: list[str] = []
    caller, cursor = api(giver), ""
    while True:
        response = caller.get(f"{path(kind)}?limit=2&cursor={cursor}")
        seen += _ids(response)
        kind.make(by=giver)
        cursor = response.json()["meta"]["next"]
        if cursor is None:
            break

    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=%00", "cursor"),
        ("state=eaten", "state"),
        ("mine=perhaps", "mine"),
    ],
)
def test_wrong_parameters_are_named(kind: Kind, query: str, field: str, api: Api) -> None:
    assert list(details(api().get(f"{path(kind)}?{query}"))) == [field]


@pytest.mark.parametrize(("mine", "expected"), [("", 1), ("?mine=1", 2)])
def test_queries_do_not_grow_with_rows(
    kind: Kind, mine: str, expected: int, api: Api, giver: User
) -> None:
    caller, organization = api(giver), make_organization(by=giver)
    expected += kind.name == "listing"  # its photos
    counts = []
    for _ in range(3):
        kind.make(by=giver, organization=organization)
        kind.make(by=giver, food="egg", unit="piece")
        with CaptureQueriesContext(connection) as queries:
            assert caller.get(path(kind) + mine).status_code == 200
        counts.append(len(_without_sign_in(queries)))

    assert counts == [expected] * 3


def test_creating_takes_few_statements(kind: Kind, api: Api, giver: User) -> None:
    caller = api(giver)
    caller.post(path(kind), body(kind))

    with CaptureQueriesContext(connection) as queries:
        assert caller.post(path(kind), body(kind)).status_code == 201

    assert len(_without_sign_in(queries)) <= 8, [q["sql"][:90] for q in queries]


def _without_sign_in(queries: CaptureQueriesContext) -> list[str]:
    """The statements of the work itself, without those that say who works."""
    apart = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config(")
    tables = ('FROM "accounts_user"', '"django_session"', '"usersessions_usersession"')
    return [
        query["sql"]
        for query in queries
        if not query["sql"].startswith(apart) and not any(t in query["sql"] for t in tables)
    ]


def _rows_of_all_tables() -> dict[str, int]:
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(tables - {"django_session", "usersessions_usersession"}):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nothing_exact_leaves_in_any_answer_to_others(
    kind: Kind, api: Api, giver: User, stranger: User
) -> None:
    kind.make(by=giver, place=(45.761234, 4.839876))
    answers = [api(stranger).get(path(kind)), api().get(path(kind))]

    for response in answers:
        assert tells(response.content, "45.761", "4.8398") == []
        assert str(giver.pseudonym).encode() not in response.content
        assert giver.email.encode() not in response.content
