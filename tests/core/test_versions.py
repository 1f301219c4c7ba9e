"""`ETag` on answers and `If-Match` on writes: no update is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from core.idempotency import IdempotencyKey
from listings.models import Listing
from tests.factories import make_commitment, make_listing, make_organization, make_request
from tests.races import all_at_once

Api = Callable[..., APIClient]
pytestmark = pytest.mark.django_db


def path(listing: Any) -> str:
    return f"/api/v1/listings/{listing.pk}"


def rename(caller: APIClient, listing: Any, title: str, **headers: str) -> Any:
    return caller.patch(path(listing), {"title": title}, headers=headers)


def test_what_is_read_and_what_is_written_carry_the_version(api: Api, giver: User) -> None:
    caller, listing = api(giver), make_listing(by=giver)

    assert caller.get(path(listing))["ETag"] == '"1"'
    written = rename(caller, listing, "Ripe", **{"If-Match": '"1"'})

    assert (written.status_code, written["ETag"]) == (200, '"2"')
    assert caller.get(path(listing))["ETag"] == '"2"'


def test_each_kind_has_a_tag(api: Api, giver: User, taker: User) -> None:
    request, organization = make_request(by=giver), make_organization(by=giver)
    commitment = make_commitment(by=taker, listing=make_listing(by=giver))
    for kind, row in (
        ("requests", request),
        ("organizations", organization),
        ("commitments", commitment),
    ):
        assert api(giver).get(f"/api/v1/{kind}/{row.pk}")["ETag"] == f'"{row.version}"'


def test_a_write_to_another_version_is_refused_and_told_which_there_is(
    api: Api, giver: User
) -> None:
    caller, listing = api(giver), make_listing(by=giver)
    rename(caller, listing, "First")

    refused = rename(caller, listing, "Second", **{"If-Match": '"1"'})

    assert refused.status_code == 412
    assert refused.json()["error"]["code"] == "PRECONDITION_FAILED"
    assert refused.json()["error"]["details"] == {"version": 2, "etag": '"2"'}
    assert Listing.objects.get().title == "First"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("*", 200),
        ('"1"', 200),
        ('"7", "1"', 200),
        (' , "7",, "1" ,', 200),
        ('"7"', 412),
        ('W/"1"', 412),
        ('"7", W/"1"', 412),
        ('""', 412),
        ("1", 400),
        ("", 400),
        (",", 400),
        ('"1" "2"', 400),
        ('"1', 400),
        ('*, "1"', 400),
        ('w/"1"', 400),
    ],
)
def test_if_match_as_rfc_9110_has_it(api: Api, giver: User, asked: str, status: int) -> None:
    listing = make_listing(by=giver)
    answer = rename(api(giver), listing, "Ripe", **{"If-Match": asked})
    assert answer.status_code == status
    if status == 400:
        assert list(answer.json()["error"]["details"]) == ["If-Match"]


@pytest.mark.parametrize("verb", ["accept", "decline", "cancel", "hand-over", "offer-windows"])
def test_verbs_of_a_commitment_look_at_its_version(
    api: Api, giver: User, taker: User, verb: str
) -> None:
    commitment = make_commitment(by=taker, listing=make_listing(by=giver))
    window = {"start": "2100-01-01T10:00:00Z", "end": "2100-01-01T12:00:00Z"}
    body = {"offer-windows": {"windows": [window]}}.get(verb, {})

    refused = api(giver).post(
        f"/api/v1/commitments/{commitment.pk}/{verb}", body, headers={"If-Match": '"9"'}
    )

    assert refused.status_code == 412
    commitment.refresh_from_db()
    assert commitment.version == 1


@pytest.mark.parametrize("verb", ["withdraw", "undo", "still-there", "extend"])
def test_verbs_of_a_listing_look_at_its_version(api: Api, giver: User, verb: str) -> None:
    listing = make_listing(by=giver)
    body = {"available_until": "2100-01-01T10:00:00Z"} if verb == "extend" else {}
    refused = api(giver).post(f"{path(listing)}/{verb}", body, headers={"If-Match": '"9"'})
    assert refused.status_code == 412


def test_an_organization_is_changed_as_it_was_read(api: Api, giver: User) -> None:
    caller, organization = api(giver), make_organization(by=giver)
    where = f"/api/v1/organizations/{organization.pk}"
    known = {"If-Match": caller.get(where)["ETag"]}

    assert caller.patch(where, {"description": "New"}, headers=known).status_code == 200
    assert caller.patch(where, {"description": "Newer"}, headers=known).status_code == 412
    assert caller.post(f"{where}/verify", headers=known).status_code == 412


def test_a_repeat_of_what_succeeded_is_answered_whatever_the_version(api: Api, giver: User) -> None:
    caller, listing = api(giver), make_listing(by=giver)
    headers = {"If-Match": '"1"', "Idempotency-Key": "one"}
    assert rename(caller, listing, "Ripe", **headers)["ETag"] == '"2"'

    again = rename(caller, listing, "Ripe", **headers)

    assert (again.status_code, again["ETag"]) == (200, '"2"')


def test_a_refused_precondition_keeps_no_key(api: Api, giver: User) -> None:
    caller, listing = api(giver), make_listing(by=giver)
    rename(caller, listing, "Ripe", **{"If-Match": '"9"', "Idempotency-Key": "one"})
    assert not IdempotencyKey.objects.exists()
    assert rename(caller, listing, "Ripe", **{"Idempotency-Key": "one"}).status_code == 200


def test_what_has_no_versions_matches_no_tag(api: Api, giver: User) -> None:
    caller = api(giver)
    assert caller.patch("/api/v1/me", {"bio": "x"}, headers={"If-Match": '"1"'}).status_code == 412
    assert caller.patch("/api/v1/me", {"bio": "x"}, headers={"If-Match": "*"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_edits_of_one_version_exactly_one_wins(api: Api, giver: User) -> None:
    listing = make_listing(by=giver)
    token = api(giver)._credentials["HTTP_AUTHORIZATION"]

    def edit(number: int) -> int:
        caller = APIClient()
        caller.credentials(HTTP_AUTHORIZATION=token)
        return int(rename(caller, listing, f"By {number}", **{"If-Match": '"1"'}).status_code)

    answers = all_at_once(8, edit)

    assert sorted(answers) == [200] + [412] * 7
    assert Listing.objects.get().version == 2
