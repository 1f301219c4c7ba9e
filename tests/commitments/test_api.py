import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments import services
from commitments.models import Commitment
from core import clock
from core.events.models import DomainEvent
from core.idempotency import IdempotencyKey
from listings import services as listing_services
from tests.factories import make_commitment, make_listing, make_organization, make_request

pytestmark = pytest.mark.django_db
URL = "/api/v1/commitments"
NOON = datetime(2026, 8, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def listing(giver):
    """Three kilograms of tomatoes, listed at noon."""
    with clock.at(NOON):
        return make_listing(by=giver, available_until=NOON + timedelta(days=1))


@pytest.fixture(autouse=True)
def _noon():
    """All of it happens at one moment, so that answers are exact."""
    with clock.at(NOON + timedelta(minutes=1)):
        yield


def body(**values):
    return {
        "id": str(uuid4()),
        "quantity": "2",
        "window": {"start": "2026-08-20T13:00:00Z", "end": "2026-08-20T15:00:00Z"},
        "travel": "collect",
        **values,
    }


def error(answer):
    return answer.status_code, answer.json()["error"]["code"], answer.json()["error"]["details"]


def seen(answer):
    assert answer.status_code == 200, answer.json()
    return answer.json()["data"]


def expected(commitment_id, listing, giver, taker, **values):
    return {
        "id": str(commitment_id),
        "listing": str(listing.pk),
        "request": None,
        "role": "receiver",
        "giver": {"kind": "person", "id": str(giver.pk), "name": "Gina Giver"},
        "receiver": {"kind": "person", "id": str(taker.pk), "name": "Tom Taker"},
        "proposed_by": "receiver",
        "food": {"slug": "tomato", "name": "Tomato"},
        "category": "vegetables",
        "quantity": "2",
        "unit": "kg",
        "kilograms": "2",
        "state": "proposed",
        "text": "You proposed this. Gina Giver has not answered yet.",
        "allowed": ["offer-windows", "cancel"],
        "window": {"start": "2026-08-20T13:00:00Z", "end": "2026-08-20T15:00:00Z"},
        "travel": "collect",
        "meeting_point": "",
        "message": "",
        "place": None,
        "handed_over": "0",
        "confirmed": False,
        "disputed": False,
        "waits_for": "giver",
        "offered_windows": [],
        "ended_by": None,
        "reason": None,
        "note": "",
        "thanks": [],
        "reliability": None,
        "expires_at": "2026-08-20T15:00:00Z",
        "created_at": "2026-08-20T12:01:00Z",
        "updated_at": "2026-08-20T12:01:00Z",
        **values,
    }


def test_proposal_answers_201_with_all_of_it(api, listing, giver, taker):
    wanted = body(listing=str(listing.pk))
    answer = api(taker).post(URL, wanted)
    assert answer.status_code == 201
    assert answer.json()["data"] == expected(wanted["id"], listing, giver, taker)


def test_giver_reads_it_from_their_own_side(api, proposed, listing, giver, taker):
    assert seen(api(giver).get(f"{URL}/{proposed.pk}")) == expected(
        proposed.pk,
        listing,
        giver,
        taker,
        role="giver",
        text="Tom Taker proposes this. What do you say?",
        allowed=["accept", "decline", "offer-windows"],
        window={"start": "2026-08-20T13:01:00Z", "end": "2026-08-20T16:01:00Z"},
        expires_at="2026-08-20T16:01:00Z",
    )


def test_whole_way_from_proposal_to_hand_over(api, listing, giver, taker):
    wanted = body(listing=str(listing.pk))
    grower, searcher = api(giver), api(taker)
    assert searcher.post(URL, wanted).status_code == 201
    one = f"{URL}/{wanted['id']}"
    accepted = seen(grower.post(f"{one}/accept"))
    assert (accepted["state"], accepted["allowed"], accepted["place"]) == (
        "accepted",
        ["hand-over", "offer-windows", "cancel"],
        {"lat": 45.764043, "lon": 4.835659, "label": ""},
    )
    assert seen(searcher.get(one))["place"] == accepted["place"]
    given = seen(grower.post(f"{one}/hand-over"))
    assert (given["state"], given["allowed"], given["place"], given["handed_over"]) == (
        "fulfilled",
        ["thank"],
        None,
        "2",
    )
    disputed = seen(searcher.post(f"{one}/dispute"))
    assert (disputed["state"], disputed["disputed"], disputed["allowed"]) == (
        "fulfilled",
        True,
        [],
    )


def test_part_may_be_handed_over(api, accepted, taker, listing, books):
    answer = api(taker).post(f"{URL}/{accepted.pk}/hand-over", {"quantity": "0.5"})
    assert seen(answer)["handed_over"] == "0.5"
    assert books(listing)[1:] == (2.5, 0, 0.5)


@pytest.mark.parametrize("quantity", ["0", "2.5", "-1", "0.0001", "much"])
def test_impossible_part_is_refused_by_field(api, accepted, taker, quantity):
    answer = api(taker).post(f"{URL}/{accepted.pk}/hand-over", {"quantity": quantity})
    assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, ["quantity"])


def test_decline_cancel_and_missed(api, listing, giver, taker):
    first, second, third = (
        make_commitment(by=taker, listing=listing, quantity="1") for _ in range(3)
    )
    assert seen(api(giver).post(f"{URL}/{first.pk}/decline"))["state"] == "declined"
    assert seen(api(taker).post(f"{URL}/{second.pk}/cancel"))["state"] == "cancelled"
    services.accept(commitment=third, by=giver)
    with clock.at(third.handover_end):
        assert seen(api(taker).post(f"{URL}/{third.pk}/missed"))["state"] == "missed"


def test_same_proposal_again_answers_200_and_makes_nothing(api, listing, taker):
    wanted = body(listing=str(listing.pk))
    first = api(taker).post(URL, wanted)
    before = (Commitment.objects.count(), DomainEvent.objects.count())
    again = api(taker).post(URL, {**wanted, "quantity": "2.000"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["data"] == first.json()["data"]
    assert (Commitment.objects.count(), DomainEvent.objects.count()) == before


def test_same_proposal_again_is_answered_after_the_listing_ended(api, listing, giver, taker):
    wanted = body(listing=str(listing.pk), quantity="3")
    assert api(taker).post(URL, wanted).status_code == 201
    services.accept(commitment=Commitment.objects.get(), by=giver)
    listing_services.withdraw(listing=listing, by=giver)
    again = api(taker).post(URL, wanted)
    assert (again.status_code, again.json()["data"]["id"]) == (200, wanted["id"])


def test_other_content_under_the_id_is_409(api, listing, taker):
    wanted = body(listing=str(listing.pk))
    api(taker).post(URL, wanted)
    answer = api(taker).post(URL, {**wanted, "quantity": "1"})
    assert error(answer) == (409, "CONFLICT", {})


def test_id_of_another_person_is_409_and_tells_nothing(api, listing, taker, stranger):
    wanted = body(listing=str(listing.pk), message="Come by the back door")
    api(taker).post(URL, wanted)
    answer = api(stranger).post(URL, wanted)
    assert error(answer) == (409, "CONFLICT", {})
    assert "back door" not in answer.content.decode()


def test_not_enough_says_what_is_left(api, proposed, listing, stranger):
    answer = api(stranger).post(URL, body(listing=str(listing.pk), quantity="1.5"))
    assert error(answer) == (409, "CONFLICT", {"left": "1", "unit": "kg"})


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"id": None}, ["id"]),
        ({"quantity": "0"}, ["quantity"]),
        ({"quantity": "a lot"}, ["quantity"]),
        ({"window": None}, ["window"]),
        ({"window": {"start": "2026-08-20T13:00:00Z"}}, ["window"]),
        (
            {"window": {"start": "2026-08-20T15:00:00Z", "end": "2026-08-20T13:00:00Z"}},
            ["window"],
        ),
        ({"travel": "fly"}, ["travel"]),
        ({"travel": "meet"}, ["meeting_point"]),
        ({"message": "x" * 1001}, ["message"]),
        ({"listing": str(uuid4())}, ["listing"]),
        ({"listing": "tomatoes"}, ["listing"]),
        ({"listing": None}, ["listing"]),
        ({"request": str(uuid4())}, ["request"]),
        ({"organization": str(uuid4())}, ["organization"]),
    ],
)
def test_what_breaks_a_rule_is_named_by_field(api, listing, taker, values, fields):
    answer = api(taker).post(URL, {**body(listing=str(listing.pk)), **values})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert list(answer.json()["error"]["details"]) == fields


@pytest.mark.parametrize("text", [r"\ud800", r"\u0000"])
@pytest.mark.parametrize("field", ["id", "listing", "message", "meeting_point", "travel"])
def test_text_that_no_database_takes_is_named_by_field(api, listing, taker, field, text):
    raw = json.dumps({**body(listing=str(listing.pk)), field: "HERE"}).replace("HERE", text)
    answer = api(taker).post(URL, raw, content_type="application/json")
    assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, [field])


@pytest.mark.parametrize("raw", [r'{"x": "\ud800"}', "{", "[]", '"a"', r'{"quantity": "\ud800"}'])
def test_odd_bodies_of_verbs_are_no_crash(api, accepted, giver, raw):
    answer = api(giver).post(
        f"{URL}/{accepted.pk}/hand-over",
        raw,
        content_type="application/json",
        HTTP_IDEMPOTENCY_KEY="k1",
    )
    assert answer.status_code in (200, 400)


def test_missing_id_is_400(api, listing, taker):
    wanted = body(listing=str(listing.pk))
    del wanted["id"]
    assert error(api(taker).post(URL, wanted)) == (
        400,
        "VALIDATION_ERROR",
        {"id": ["This field is required."]},
    )


def test_listing_one_may_not_see_is_not_there(api, listing, giver, taker):
    listing_services.withdraw(listing=listing, by=giver)
    assert error(api(taker).post(URL, body(listing=str(listing.pk)))) == (
        400,
        "VALIDATION_ERROR",
        {"listing": ["There is nothing open under this id."]},
    )


def test_organization_one_does_not_act_for_is_403(api, listing, taker, stranger):
    pantry = make_organization(by=taker)
    wanted = body(listing=str(listing.pk), organization=str(pantry.pk))
    assert error(api(stranger).post(URL, wanted))[:2] == (403, "PERMISSION_DENIED")


def test_organization_takes_part_under_its_name(api, listing, taker):
    pantry = make_organization(by=taker, name="Pantry of the Quay")
    wanted = body(listing=str(listing.pk), organization=str(pantry.pk))
    answer = api(taker).post(URL, wanted)
    assert answer.json()["data"]["receiver"] == {
        "kind": "organization",
        "id": str(pantry.pk),
        "name": "Pantry of the Quay",
    }


def test_offer_on_a_request_brings_its_place_to_the_giver(api, giver, taker):
    food_request = make_request(by=taker, place=(45.75, 4.83))
    wanted = body(request=str(food_request.pk), travel="deliver")
    offered = api(giver).post(URL, wanted).json()["data"]
    assert (offered["listing"], offered["request"], offered["place"]) == (
        None,
        str(food_request.pk),
        None,
    )
    one = f"{URL}/{wanted['id']}"
    assert seen(api(taker).post(f"{one}/accept"))["state"] == "accepted"
    assert seen(api(giver).get(one))["place"] == {"lat": 45.75, "lon": 4.83, "label": ""}


def test_verb_that_is_not_possible_is_409_and_names_what_is(api, proposed, giver):
    assert error(api(giver).post(f"{URL}/{proposed.pk}/hand-over")) == (
        409,
        "CONFLICT",
        {
            "state": "proposed",
            "allowed": ["accept", "decline", "offer-windows"],
            "transitions": ["accepted", "declined", "cancelled", "expired"],
        },
    )


def test_verb_of_the_other_side_is_403(api, proposed, taker):
    answer = api(taker).post(f"{URL}/{proposed.pk}/accept")
    assert error(answer)[:2] == (403, "PERMISSION_DENIED")


VERBS = ["accept", "decline", "cancel", "hand-over", "dispute", "missed"]


@pytest.mark.parametrize("verb", VERBS)
def test_stranger_gets_404_and_nobody_401(api, accepted, stranger, verb):
    one = f"{URL}/{accepted.pk}/{verb}"
    assert error(api(stranger).post(one))[:2] == (404, "NOT_FOUND")
    assert error(api().post(one))[:2] == (401, "NOT_AUTHENTICATED")


def test_stranger_and_nobody_read_nothing(api, accepted, stranger, listing):
    assert error(api(stranger).get(f"{URL}/{accepted.pk}"))[:2] == (404, "NOT_FOUND")
    assert error(api().get(f"{URL}/{accepted.pk}"))[:2] == (401, "NOT_AUTHENTICATED")
    assert seen(api(stranger).get(URL)) == {"items": []}
    assert error(api().get(URL))[:2] == (401, "NOT_AUTHENTICATED")
    assert error(api().post(URL, body(listing=str(listing.pk))))[:2] == (401, "NOT_AUTHENTICATED")


def test_unknown_one_is_404(api, taker):
    assert error(api(taker).get(f"{URL}/{uuid4()}"))[:2] == (404, "NOT_FOUND")
    assert error(api(taker).post(f"{URL}/{uuid4()}/accept"))[:2] == (404, "NOT_FOUND")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_else_can_be_done_to_it(api, proposed, taker, method):
    answer = getattr(api(taker), method)(f"{URL}/{proposed.pk}")
    assert error(answer)[:2] == (405, "METHOD_NOT_ALLOWED")


def test_same_key_runs_a_verb_once(api, accepted, giver):
    caller, one = api(giver), f"{URL}/{accepted.pk}/hand-over"
    first = caller.post(one, {"quantity": "1"}, HTTP_IDEMPOTENCY_KEY="k1")
    again = caller.post(one, {"quantity": "1"}, HTTP_IDEMPOTENCY_KEY="k1")
    assert seen(again) == seen(first)
    assert IdempotencyKey.objects.count() == 1


def test_same_key_for_another_wish_is_422(api, accepted, giver):
    caller, one = api(giver), f"{URL}/{accepted.pk}/hand-over"
    caller.post(one, {"quantity": "1"}, HTTP_IDEMPOTENCY_KEY="k1")
    answer = caller.post(one, {"quantity": "2"}, HTTP_IDEMPOTENCY_KEY="k1")
    assert error(answer)[:2] == (422, "IDEMPOTENCY_KEY_REUSED")


def test_refused_verb_gives_its_key_back(api, proposed, giver):
    caller = api(giver)
    refused = caller.post(f"{URL}/{proposed.pk}/hand-over", HTTP_IDEMPOTENCY_KEY="k1")
    services.accept(commitment=proposed, by=giver)
    done = caller.post(f"{URL}/{proposed.pk}/hand-over", HTTP_IDEMPOTENCY_KEY="k1")
    assert (refused.status_code, done.status_code) == (409, 200)


@pytest.fixture
def three(listing, giver, taker) -> list[UUID]:
    """Newest first: proposed, accepted, declined."""
    ids = []
    for minute, verb in enumerate([services.decline, services.accept, None]):
        with clock.at(NOON + timedelta(minutes=10 + minute)):
            commitment = make_commitment(by=taker, listing=listing)
            if verb:
                verb(commitment=commitment, by=giver)
        ids.append(commitment.pk)
    return ids[::-1]


def ids_of(answer) -> list[UUID]:
    return [UUID(item["id"]) for item in seen(answer)["items"]]


def test_list_is_newest_first(api, three, giver, taker):
    assert ids_of(api(giver).get(URL)) == three
    assert ids_of(api(taker).get(URL)) == three


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("role=giver", []),
        ("role=receiver", [0, 1, 2]),
        ("state=proposed", [0]),
        ("state=declined", [2]),
        ("role=receiver&state=accepted", [1]),
        ("role=giver&state=accepted", []),
        ("state=fulfilled", []),
    ],
)
def test_list_by_role_and_state(api, three, taker, query, found):
    assert ids_of(api(taker).get(f"{URL}?{query}")) == [three[index] for index in found]


def test_list_goes_on_where_it_ended(api, three, taker):
    caller = api(taker)
    first = caller.get(f"{URL}?limit=2")
    cursor = first.json()["meta"]["next"]
    second = caller.get(f"{URL}?limit=2&cursor={cursor}")
    assert (ids_of(first), ids_of(second)) == (three[:2], three[2:])
    assert second.json()["meta"]["next"] is None


@pytest.mark.parametrize("query", ["role=owner", "state=eaten", "limit=0", "cursor=nonsense"])
def test_list_refuses_what_it_does_not_know(api, taker, query):
    answer = api(taker).get(f"{URL}?{query}")
    assert (answer.status_code, list(answer.json()["error"]["details"])) == (
        400,
        [query.split("=")[0]],
    )


@pytest.mark.parametrize("state", [None, "accepted"])
def test_list_takes_as_many_queries_for_three_as_for_one(
    api, listing, giver, taker, django_assert_num_queries, state
):
    pantry = make_organization(by=taker)
    caller = api(taker)

    def one_more():
        commitment = make_commitment(by=taker, listing=listing, organization=pantry)
        if state:
            services.accept(commitment=commitment, by=giver)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            seen(caller.get(URL))
        return len(queries)

    one_more()
    for_one = count()
    one_more()
    one_more()
    assert count() == for_one == (6 if state else 5)


def test_place_is_not_in_any_other_answer(api, accepted, giver, taker, stranger, listing):
    """The exact point has six decimals; nothing a stranger can read holds it."""
    exact = str(listing.exact_place.latitude)
    for url in (URL, f"{URL}/{accepted.pk}", f"/api/v1/listings/{listing.pk}", "/api/v1/listings"):
        assert exact not in api(stranger).get(url).content.decode()
        assert exact not in api().get(url).content.decode()
    assert exact in api(taker).get(f"{URL}/{accepted.pk}").content.decode()
