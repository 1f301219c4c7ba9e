"""Answers over the wire: packed where that is safe, and named rightly all the same."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from core.compression import CompressionMiddleware
from foodcoord import live_settings
from tests.factories import make_listing
from tests.insights.events import P5
from tests.security.world import a_signal

PACKED = {"Accept-Encoding": "gzip, deflate, br"}
FEED = "/api/v1/feeds/listings.geojson?bbox=4.7,45.7,4.9,45.8"
SUMMARY = f"/api/v1/summary?cell={P5}"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def asked(path: str, **headers: str) -> Any:
    return Client().get(path, headers={**PACKED, **headers})


@pytest.mark.django_db
def test_page_is_packed_with_another_length_and_another_token_each_time() -> None:
    answers = [asked("/accounts/login/") for _ in range(12)]
    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert {"Accept-Encoding" in answer["Vary"] for answer in answers} == {True}
    assert len({len(answer.content) for answer in answers}) > 2
    pages = [gzip.decompress(answer.content).decode() for answer in answers]
    assert len({TOKEN.findall(page)[0] for page in pages}) == len(pages)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [FEED, SUMMARY])
def test_weak_tag_stays_and_what_is_known_is_not_sent_again(giver: User, path: str) -> None:
    make_listing(by=giver)
    a_signal()
    plain, packed = Client().get(path), asked(path)
    assert (packed["Content-Encoding"], packed["ETag"]) == ("gzip", plain["ETag"])
    assert gzip.decompress(packed.content)[:9] == plain.content[:9]
    again = asked(path, **{"If-None-Match": packed["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", plain["ETag"])
    assert "Accept-Encoding" in again["Vary"]


@pytest.mark.django_db
def test_version_read_by_a_client_that_unpacks_is_a_version_it_may_write_on(
    api: Callable[..., APIClient], giver: User
) -> None:
    path = f"/api/v1/listings/{make_listing(by=giver).pk}"
    read = api(giver).get(path, headers=PACKED)
    assert (read["ETag"], read.get("Content-Encoding")) == ('"1"', None)
    headers = {**PACKED, "If-Match": read["ETag"]}
    written = api(giver).patch(path, {"quantity": "4"}, headers=headers)
    assert (written.status_code, written["ETag"]) == (200, '"2"')
    assert api(giver).patch(path, {"quantity": "5"}, headers=headers).status_code == 412


@pytest.mark.parametrize("kind", ["image/webp", "font/woff2", "text/event-stream; charset=utf-8"])
def test_packed_already_or_wanted_at_once_is_left_alone(kind: str) -> None:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    answer = HttpResponse(b"x" * 5000, content_type=kind)
    CompressionMiddleware(lambda _request: answer)(request)
    assert (dict(answer.headers), len(answer.content)) == ({"Content-Type": kind}, 5000)


def test_live_updates_are_not_packed() -> None:
    assert [name for name in live_settings.MIDDLEWARE if "ompress" in name or "zip" in name] == []
