"""The feeds among caches and browsers: the same bytes for everybody, nothing sent twice, every
origin without credentials; and the CORS of the endpoints that know people."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from core import clock
from listings.services import update, withdraw
from tests.factories import access_token, make_listing, make_organization, make_request
from tests.partners.feeds import BBOX, EVERY_FEED, IN_AREA, PREFIX, read

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://elsewhere.example"
OURS = "https://app.example"
CORS = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"


@pytest.fixture
def town() -> Any:
    pantry = make_organization()
    by = pantry.members.get()
    make_request(by=by, organization=pantry)
    return make_listing(by=by)


@pytest.mark.parametrize("name", EVERY_FEED)
def test_the_same_bytes_are_for_everybody(town: Any, giver: User, name: str) -> None:
    url = f"{PREFIX}{name}?bbox={BBOX}"
    giver.language = "fr"
    giver.save(update_fields=["language"])
    signed_in, program, wrong = Client(), APIClient(), APIClient()
    signed_in.force_login(giver)
    signed_in.cookies["django_language"] = "es"
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(town.owner)}")
    wrong.credentials(HTTP_AUTHORIZATION="Bearer of.nothing.good")
    answers = [client.get(url) for client in (Client(), signed_in, program, wrong)]
    assert {answer.content for answer in answers} == {answers[0].content}
    for answer in answers:
        assert answer.status_code == 200
        assert answer["Vary"] == "Accept-Language, Accept-Encoding"
        assert answer["Cache-Control"] == "public, max-age=300"
        assert not answer.cookies


@pytest.mark.parametrize("name", EVERY_FEED)
def test_who_has_it_is_not_sent_it_again(town: Any, name: str) -> None:
    first = read(name)
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-None-Match": f'"other", {first["ETag"]}'},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = read(name, **headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Vary"] == "Accept-Language, Accept-Encoding"
        assert again[CORS] == "*"
    assert read(name, **{"If-None-Match": '"other"'}).status_code == 200
    in_french = {"If-None-Match": first["ETag"], "Accept-Language": "fr"}
    assert read(name, **in_french).status_code == 200


def test_304_is_told_by_one_query(town: Any, django_assert_num_queries: Any) -> None:
    for name, queries in (("listings.geojson", 1), ("organizations.geojson", 1), ("area.atom", 2)):
        tag = read(name)["ETag"]
        with django_assert_num_queries(queries):
            assert read(name, **{"If-None-Match": tag}).status_code == 304


def test_whatever_changes_has_another_tag(town: Any) -> None:
    tags = [read("listings.geojson")["ETag"]]
    update(listing=town, by=town.owner, title="Ripe")
    tags.append(read("listings.geojson")["ETag"])
    another = make_listing(by=town.owner)
    tags.append(read("listings.geojson")["ETag"])
    withdraw(listing=another, by=town.owner)
    tags.append(read("listings.geojson")["ETag"])
    assert tags[3] == tags[1]
    assert len(set(tags)) == 3
    with clock.at(clock.now() + timedelta(days=2)):  # by the clock alone
        assert read("listings.geojson")["ETag"] not in tags


def test_by_date_alone_one_learns_of_what_is_gone_within_minutes(town: Any) -> None:
    with clock.at(town.available_until - timedelta(seconds=1)):
        seen = read("listings.geojson")["Last-Modified"]
    with clock.at(town.available_until + timedelta(minutes=5)):
        assert read("listings.geojson", **{"If-Modified-Since": seen}).status_code == 200


@pytest.mark.parametrize("name", EVERY_FEED)
def test_every_origin_may_read_without_credentials(town: Any, name: str, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [OURS]
    for origin in (ELSEWHERE, OURS):
        answer = read(name, Origin=origin)
        assert answer[CORS] == "*"
        assert CREDENTIALS not in answer
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        asked = Client().options(
            f"{PREFIX}{name}", headers={"Origin": origin, "Access-Control-Request-Method": "GET"}
        )
        assert (asked.status_code, asked[CORS]) == (204, "*")
        assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "if-none-match" in asked["Access-Control-Allow-Headers"]
        assert CREDENTIALS not in asked


@pytest.mark.parametrize("path", ["feeds/hand-overs.ics", "me", "listings", "feeds", "feedsx"])
def test_what_knows_people_is_for_listed_origins_alone(db: None, path: str, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [OURS]
    url = f"/api/v1/{path}"
    asks = {"Access-Control-Request-Method": "POST"}
    for headers in ({}, asks):
        ours = Client().options(url, headers={"Origin": OURS, **headers})
        assert (ours[CORS], ours[CREDENTIALS]) == (OURS, "true")
        assert "origin" in ours["Vary"].lower()
        other = Client().options(url, headers={"Origin": ELSEWHERE, **headers})
        assert CORS not in other
        assert CREDENTIALS not in other
    allowed = Client().options(url, headers={"Origin": OURS, **asks})[
        "Access-Control-Allow-Headers"
    ]
    assert {"authorization", "idempotency-key", "if-match"} <= set(allowed.split(", "))
    told = Client().get(url, headers={"Origin": OURS})["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Retry-After", "Deprecation", "Sunset", "Link"} <= set(told)


@pytest.mark.parametrize("name", EVERY_FEED)
def test_they_are_read_only(db: None, name: str) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(), method)(f"{PREFIX}{name}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (405, "METHOD_NOT_ALLOWED")
    head = Client().head(f"{PREFIX}{name}?bbox={BBOX}")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("name", EVERY_FEED)
def test_any_form_may_be_accepted(town: Any, name: str) -> None:
    for accept in ("application/geo+json", "application/atom+xml", "text/html", "image/png"):
        assert read(name, Accept=accept).status_code == 200


@pytest.mark.parametrize("name", IN_AREA)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("cell=zz", "cell"),
        ("cell=ail0", "cell"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,181,3", "bbox"),
        ("bbox=1,2,30,30", "bbox"),
        ("cell=u05k&bbox=4,45,5,46", "bbox"),
        ("cell=u05k&limit=0", "limit"),
        ("cell=u05k&limit=101", "limit"),
        ("cell=u05k&cursor=nonsense", "cursor"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    db: None, name: str, query: str, field: str
) -> None:
    answer = read(name, query)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "VALIDATION_ERROR")
    assert list(error["details"]) == [field]
    assert answer["Content-Type"] == "application/json"
    assert answer[CORS] == "*"


@pytest.mark.parametrize("name", ["area.atom", "area.json"])
def test_an_area_has_to_be_said(db: None, name: str) -> None:
    answer = read(name, "")
    assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, ["cell"])
