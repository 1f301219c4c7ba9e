from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import User
from standing.models import Standing
from tests.standing.conftest import MONDAY

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
ROOT = "/api/v1/standing"


def body(**values: Any) -> dict[str, Any]:
    sent = {
        "id": str(uuid4()),
        "kind": "listing",
        "food": "bread",
        "quantity": "8",
        "unit": "loaf",
        "weekday": 5,
        "opens": "09:00",
        "closes": "12:00",
        "timezone": "Europe/Paris",
        "first_day": "2026-03-23",
    }
    return sent | values


@time_machine.travel(MONDAY, tick=False)
def test_started_listed_left_out_and_ended(giver: User, api: Api) -> None:
    client, sent = api(giver), body()
    made = client.post(ROOT, sent)
    assert (made.status_code, client.post(ROOT, sent).status_code) == (201, 200)
    data = made.json()["data"]
    assert (data["food"], data["quantity"], data["opens"], data["state"]) == (
        {"slug": "bread", "name": "Bread"},
        "8",
        "09:00:00",
        "running",
    )
    assert data["days"][0] == {"day": "2026-03-27", "state": "ahead", "post": None}
    items = client.get(ROOT).json()["data"]["items"]
    assert [item["id"] for item in items] == [sent["id"]]
    one = f"{ROOT}/{sent['id']}"
    skipped = client.post(f"{one}/skip", {"day": "2026-03-27"}).json()["data"]["days"][0]
    assert skipped["state"] == "skipped"
    kept = client.post(f"{one}/keep", {"day": "2026-03-27"}).json()["data"]["days"][0]
    assert kept["state"] == "ahead"
    posted = client.post(f"{one}/post", {"day": "2026-03-27"}).json()["data"]["days"][0]
    standing = Standing.objects.get()
    assert posted == {
        "day": "2026-03-27",
        "state": "posted",
        "post": str(standing.post_id(MONDAY.date().replace(day=27))),
    }
    paused = client.post(f"{one}/pause", {"until": "2026-04-06"}).json()["data"]
    assert (paused["state"], paused["paused_until"]) == ("paused", "2026-04-06")
    assert client.post(f"{one}/resume").json()["data"]["state"] == "running"
    assert client.patch(one, {"quantity": "5.5"}).json()["data"]["quantity"] == "5.5"
    ended = client.post(f"{one}/end").json()["data"]
    assert (ended["state"], ended["days"]) == ("ended", [])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"id": "no"}, "id"),
        ({"weekday": 0}, "weekday"),
        ({"closes": "25:00"}, "closes"),
        ({"closes": "09:00"}, "closes"),
        ({"timezone": "Mars"}, "timezone"),
        ({"kind": "request", "opens": None}, "organization"),
        ({"days_open": 7}, "days_open"),
    ],
)
def test_bad_input_names_its_field(giver: User, api: Api, values: Any, field: str) -> None:
    answer = api(giver).post(ROOT, body(**values))
    assert answer.status_code == 400
    assert set(answer.json()["error"]["details"]) == {field}


def test_other_content_under_the_same_id_is_refused(giver: User, api: Api) -> None:
    sent = body()
    api(giver).post(ROOT, sent)
    assert api(giver).post(ROOT, sent | {"quantity": "9"}).status_code == 409


def test_a_stranger_and_nobody_find_nothing(weekly: Standing, stranger: User, api: Api) -> None:
    one = f"{ROOT}/{weekly.pk}"
    assert api(stranger).get(ROOT).json()["data"]["items"] == []
    assert (api(stranger).get(one).status_code, api().get(one).status_code) == (404, 401)
    assert api().get(ROOT).status_code == 401
    assert api().post(ROOT, body()).status_code == 401
    assert api(stranger).patch(one, {"quantity": "1"}).status_code == 404
    for verb in ("pause", "resume", "end", "skip", "keep", "post"):
        sent = {"day": "2026-03-27"}
        assert api(stranger).post(f"{one}/{verb}", sent).status_code == 404
        assert api().post(f"{one}/{verb}", sent).status_code == 401
