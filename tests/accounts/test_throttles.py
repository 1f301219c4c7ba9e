"""Plans over the API: who is counted for what, and what each answer says of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as configured
from pytest_django import Settings
from rest_framework.test import APIClient, APIRequestFactory

from accounts.models import User
from accounts.throttles import caller, hashed_network, policy_field
from core.api.buckets import Bucket, Plan
from core.api.plans import plan_of
from tests.factories import access_token, make_listing
from tests.races import all_at_once

Api = Callable[..., APIClient]
LISTINGS = "/api/v1/listings"
POLICY = re.compile(r'"burst";q=\d+;w=\d+, "day";q=\d+;w=86400')
STATE = re.compile(r'"burst";r=\d+;t=\d+, "day";r=\d+;t=\d+')


@pytest.fixture(autouse=True)
def _counts_calls(settings: Settings, _counts_no_calls: None) -> None:
    settings.API_THROTTLE = True


def keys() -> dict[str, int]:
    """Kind of caller → calls that passed."""
    return {key.partition(":")[0]: used for key, used in Bucket.objects.values_list("key", "used")}


@pytest.mark.django_db
def test_each_answer_says_what_is_left(api: Api, giver: User) -> None:
    answer = api(giver).get(LISTINGS)

    assert answer["RateLimit-Policy"] == '"burst";q=100;w=5, "day";q=50000;w=86400'
    assert answer["RateLimit"].startswith('"burst";r=99;t=1, "day";r=49999;t=')
    assert STATE.fullmatch(answer["RateLimit"])


@pytest.mark.django_db
def test_the_call_too_many_is_refused_and_told_when_to_come_back(
    api: Api, giver: User, settings: Settings
) -> None:
    settings.API_PLAN_PERSON = Plan(per_second=0.1, burst=2, per_day=100)
    caller = api(giver)
    assert [caller.get(LISTINGS).status_code for _ in range(2)] == [200, 200]

    refused = caller.get(LISTINGS)

    assert refused.status_code == 429
    assert refused["Retry-After"] == "10"
    error = refused.json()["error"]
    assert error["code"] == "THROTTLED"
    assert error["details"] == {
        "per_second": 0.1,
        "burst": 2,
        "per_day": 100,
        "remaining": 0,
        "remaining_today": 98,
        "retry_after": 10,
    }
    assert refused["RateLimit"].startswith('"burst";r=0;t=20')


@pytest.mark.django_db
def test_a_person_is_counted_by_pseudonym_and_nobody_by_network(api: Api, giver: User) -> None:
    api(giver).get(LISTINGS)
    api().get(LISTINGS)

    assert keys() == {"person": 1, "network": 1}
    assert Bucket.objects.filter(key=f"person:{giver.pseudonym}").exists()
    assert not Bucket.objects.filter(key__contains="127.0.0.1").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/me", 401),
        ("post", LISTINGS, 401),
        ("get", "/api/v1/nothing-here", 404),
        ("put", LISTINGS, 401),
    ],
)
def test_what_is_refused_before_anybody_is_known_counts_for_its_network(
    api: Api, settings: Settings, method: str, path: str, status: int
) -> None:
    settings.API_PLAN_NOBODY = Plan(per_second=0.1, burst=1, per_day=100)
    nobody = api()
    nobody.credentials(HTTP_AUTHORIZATION="Bearer made.up.token")

    first, second = (getattr(nobody, method)(path) for _ in range(2))

    assert first.status_code == status
    assert second.status_code == 429
    assert second.json()["error"]["code"] == "THROTTLED"
    assert POLICY.fullmatch(second["RateLimit-Policy"])


@pytest.mark.django_db
def test_who_may_not_do_something_is_counted_once(api: Api, giver: User, stranger: User) -> None:
    listing = make_listing(by=giver)

    assert api(stranger).post(f"{LISTINGS}/{listing.pk}/withdraw").status_code == 403

    assert keys() == {"person": 1}


@pytest.mark.django_db
def test_neighbours_in_one_v6_network_share_a_bucket_and_proxies_are_seen_through(
    api: Api, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for forged, address in (("10.0.0.1", "2001:db8::1"), ("10.0.0.2", "2001:db8::2")):
        api().get(LISTINGS, headers={"X-Forwarded-For": f"{forged}, {address}"})
    assert list(Bucket.objects.values_list("used", flat=True)) == [2]

    api().get(LISTINGS, headers={"X-Forwarded-For": "192.0.2.1"})
    assert Bucket.objects.count() == 2


@pytest.mark.parametrize("address", ["::ffff:192.0.2.1", "::ffff:192.0.2.2"])
def test_a_v4_address_told_as_v6_has_the_bucket_of_its_v4(address: str) -> None:
    told, plain, other = (
        hashed_network(APIRequestFactory().get(LISTINGS, REMOTE_ADDR=one))
        for one in (address, address.removeprefix("::ffff:"), "::ffff:192.0.2.9")
    )
    assert told == plain != other


@dataclass
class Program:
    """What a program's token leaves on a request."""

    throttle_key: str
    plan: Plan


def test_a_program_has_a_bucket_and_a_plan_of_its_own() -> None:
    request: Any = APIRequestFactory().get(LISTINGS)
    request.auth, request.user = Program("client:7", Plan(1, 5, 9)), None
    assert caller(request) == ("client:7", Plan(1, 5, 9))


@pytest.mark.django_db(transaction=True)
def test_of_many_calls_at_once_exactly_the_burst_passes(
    api: Api, giver: User, settings: Settings
) -> None:
    settings.API_PLAN_PERSON = Plan(per_second=1e-6, burst=13, per_day=1_000)
    token = f"Bearer {access_token(giver)}"

    def call(number: int) -> int:
        return APIClient().get("/api/v1/me", HTTP_AUTHORIZATION=token).status_code

    answers = all_at_once(40, call)

    assert sorted(answers) == [200] * 13 + [429] * 27


@pytest.mark.django_db
def test_pages_are_not_counted(client: Any) -> None:
    answer = client.get("/about/")
    assert "RateLimit" not in answer
    assert not Bucket.objects.exists()


@pytest.mark.django_db
def test_other_sites_may_read_what_is_left(client: Any, settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]
    answer = client.get(LISTINGS, headers={"Origin": "https://app.example"})
    exposed = answer["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed)
    assert "if-match" in configured.CORS_ALLOW_HEADERS


@pytest.mark.parametrize("numbers", [[], [1, 2], [1, 2, 0], [1, 2, 3, 4], [-1, 2, 3]])
def test_a_plan_that_makes_no_sense_is_refused_at_start(numbers: list[float]) -> None:
    with pytest.raises(ValueError, match="three numbers"):
        plan_of(numbers)


def test_a_slow_plan_still_has_a_window_that_can_be_written() -> None:
    assert "w=999999999999999," in policy_field(Plan(1e-15, 200, 10))
