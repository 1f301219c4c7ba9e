"""Places by name, what happened to one's account, and ending one session of several."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from rest_framework.test import APIClient

from accounts.models import SecurityEvent, User
from core import clock

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]


def test_towns_are_found_by_how_they_begin(api: Api) -> None:
    answer: Any = api().get("/api/v1/towns", {"q": "lyon, fr"})
    assert answer.status_code == 200
    first = answer.json()["data"]["items"][0]
    assert (first["label"], first["timezone"]) == ("Lyon, FR", "Europe/Paris")
    assert (round(first["lat"], 1), round(first["lon"], 1)) == (45.7, 4.8)
    assert api().get("/api/v1/towns").status_code == 400


def test_activity_is_ones_own_newest_first(api: Api, giver: User, taker: User) -> None:
    for kind in ("signed_in", "data_exported"):
        SecurityEvent.objects.create(user=giver, kind=kind, device="Firefox")
    SecurityEvent.objects.create(user=taker, kind="signed_in")
    answer: Any = api(giver).get("/api/v1/me/activity", {"limit": 1})
    assert [row["kind"] for row in answer.json()["data"]["items"]] == ["data_exported"]
    cursor = answer.json()["meta"]["next"]
    rest: Any = api(giver).get("/api/v1/me/activity", {"cursor": cursor})
    assert [row["kind"] for row in rest.json()["data"]["items"]] == ["signed_in"]
    assert rest.json()["meta"]["next"] is None


def session_of(user: User) -> UserSession:
    key = uuid4().hex
    Session.objects.create(session_key=key, session_data="", expire_date=clock.now())
    return UserSession.objects.create(user=user, ip="192.0.2.7", session_key=key, user_agent="")


def test_one_session_ends_and_nobody_elses(api: Api, giver: User, taker: User) -> None:
    mine, other, theirs = session_of(giver), session_of(giver), session_of(taker)
    for _ in range(2):
        assert api(giver).delete(f"/api/v1/me/sessions/{mine.pk}").status_code == 204
    assert api(giver).delete(f"/api/v1/me/sessions/{theirs.pk}").status_code == 204
    assert set(UserSession.objects.all()) == {other, theirs}
    kept = {row.session_key for row in (other, theirs)}
    assert kept <= set(Session.objects.values_list("session_key", flat=True))
    assert not Session.objects.filter(session_key=mine.session_key).exists()
