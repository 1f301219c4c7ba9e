"""Every write of the API, sent again: what makes something carries the caller's own id, all else
honours `Idempotency-Key`. A new endpoint that does neither fails here.

Only what has succeeded is remembered, so each write is sent by the first role that may do it.
"""

import inspect
from typing import Any

import pytest
from django.db import transaction
from django.urls import get_resolver

from accounts.models import User
from core.idempotency import IdempotencyKey
from tests.security.addresses import address, site, walk
from tests.security.bodies import body_of
from tests.security.test_every_address import EXPECTED
from tests.security.visits import ROLES, Visitor, forgotten, person_of
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

Address = tuple[str, str]
KEY = {"Idempotency-Key": "sent again"}

# Signing in is not remembered: each time is another session. A batch hands its key on to each of
# its writes (tests/partners/test_batch.py). Who has left, or signed out everywhere, is nobody.
APART = ("api/v1/auth/", "api/v1/batch")
ENDS_THE_CALLER = {("DELETE", "api/v1/me"), ("DELETE", "api/v1/me/sessions")}
# Blocking is the making of a row whose id the caller does not choose, but the two people are it.
ALSO_MADE = {("POST", "api/v1/me/blocks")}
# Says how many were unread; of a repeat none are.
COUNTS_ANEW = {("POST", "api/v1/notifications/read-all")}
# What another content under the same id is; by default, an unknown place for what has one.
OTHER: dict[str, dict[str, Any]] = {
    "api/v1/organizations": {"name": "Another one"},
    "api/v1/organizations/<uuid:organization_id>/invitations": {"role": "coordinator"},
    "api/v1/conversations/<uuid:conversation_id>/messages": {"text": "Something else"},
    "api/v1/searches": {"words": "honey"},
    "api/v1/me/devices": {"endpoint": "https://fcm.googleapis.com/fcm/send/yet-another"},
    "api/v1/listings/<uuid:id>/photos": {"size": 6000},
    "api/v1/reports": {"note": "Something else"},
    "api/v1/organizations/<uuid:organization_id>/clients": {"name": "Another one"},
    "api/v1/webhooks": {"cell": "u05k"},
    "api/v1/imports": {"dry_run": False},
}
# A secret is told once, and where to send a file is signed anew: the same thing, said otherwise.
SAID_ONCE = {
    "api/v1/listings/<uuid:id>/photos",
    "api/v1/organizations/<uuid:organization_id>/clients",
    "api/v1/organizations/<uuid:organization_id>/clients/<uuid:client_id>/rotate",
    "api/v1/webhooks",
    "api/v1/webhooks/<uuid:webhook_id>/rotate",
}
# One conversation of two people: whoever asks again gets that one.
ONE_OF_ITS_KIND = {"api/v1/conversations"}


# What is done later is accepted, and not made yet.
MADE = {"api/v1/imports": 202}


def writes() -> list[Address]:
    return [
        (method, route)
        for method, route in site()
        if route.startswith("api/v1/") and method != "GET" and not route.startswith(APART)
    ]


def allowed(method: str, route: str) -> str | None:
    """The first role that may do it."""
    answers = zip(ROLES, EXPECTED[method, route], strict=True)
    return next((role for role, answer in answers if answer.startswith("2")), None)


def performs(method: str, route: str) -> bool:
    """Whether the view, or what it is made of, writes by `perform`: read in its source."""
    found = {route: pattern.callback for route, pattern in walk(get_resolver().url_patterns)}
    view: Any = found[route]
    view = view.view_class
    answering = [part for part in view.__mro__ if method.lower() in vars(part)]
    return any("perform(" in inspect.getsource(part) for part in answering)


class Caller:
    """Somebody who sends the same thing several times."""

    def __init__(self, world: World, method: str, route: str, person: User | None) -> None:
        self.program = Visitor(person, world).program
        self.method, self.path = method.lower(), address(route, world)
        self.body = body_of(method, route, world)

    def send(self, headers: dict[str, str] | None = None, **other: Any) -> Any:
        body = {name: value for name, value in {**self.body, **other}.items() if value != "—"}
        send = getattr(self.program, self.method)
        return send(self.path, body, format="json", headers=headers or {})


def said(answer: Any) -> Any:
    return answer.json()["data"] if answer.content else None


def known(route: str, answer: Any) -> Any:
    """What a repeat has to say again."""
    whole = said(answer)
    return len(whole) if route in SAID_ONCE and answer.status_code < 300 else whole


def test_what_is_made_has_the_callers_own_id(world: World) -> None:
    wrong: dict[str, Any] = {}
    made = [one for one in writes() if "id" in body_of(*one, world)]
    for method, route in made:
        role = allowed(method, route)
        assert role is not None, route
        with forgotten():
            caller = Caller(world, method, route, person_of(role, world))
            nameless = caller.send(id="—")
            first, again = caller.send(), caller.send()
            other = caller.send(**OTHER.get(route, {"quantity": "1.5"}))
        if (nameless.status_code, list(nameless.json()["error"]["details"])) != (400, ["id"]):
            wrong[f"{route} without an id"] = nameless.json()
        same = first.status_code, again.status_code
        if same != (MADE.get(route, 201), 200) or known(route, first) != known(route, again):
            wrong[f"{route} again"] = (first.status_code, again.status_code, again.json())
        if other.status_code != (200 if route in ONE_OF_ITS_KIND else 409):
            wrong[f"{route} with other content"] = (other.status_code, other.json())
    assert wrong == {}
    assert len(made) > 10


def test_all_else_honours_a_key(world: World) -> None:
    wrong: dict[str, Any] = {}
    tried = 0
    for method, route in writes():
        role = allowed(method, route)
        if "id" in body_of(method, route, world) or (method, route) in ENDS_THE_CALLER:
            continue
        if role is None:  # the state of the world allows it to nobody
            if not performs(method, route):
                wrong[f"{method} {route}"] = "it does not `perform`"
            continue
        with forgotten():
            caller = Caller(world, method, route, person_of(role, world))
            tried += 1
            first = caller.send(KEY)
            kept = IdempotencyKey.objects.filter(key=KEY["Idempotency-Key"]).count()
            again, other = caller.send(KEY), caller.send(KEY, another="thing")
        same = {first.status_code} | ({200, 201} if (method, route) in ALSO_MADE else set())
        if kept != 1:
            wrong[f"{method} {route}"] = f"{first.status_code}, and no key was kept"
        elif again.status_code not in same:
            wrong[f"{method} {route} again"] = (first.status_code, again.status_code)
        elif known(route, first) != known(route, again) and (method, route) not in COUNTS_ANEW:
            wrong[f"{method} {route} says"] = (said(first), said(again))
        if other.status_code != 422:
            wrong[f"{method} {route} with another body"] = other.status_code
    assert wrong == {}
    assert tried > 30


def test_signing_out_everywhere_takes_a_key_too(world: World) -> None:
    with transaction.atomic():
        caller = Caller(world, "DELETE", "api/v1/me/sessions", world.stranger)
        assert caller.send(KEY).status_code == 200
        assert caller.send(KEY).status_code == 401


def test_a_key_of_somebody_else_says_nothing(world: World) -> None:
    """The same key and the same request, by another: their own answer."""
    route = "api/v1/me"
    owner = Caller(world, "PATCH", route, world.gina)
    stranger = Caller(world, "PATCH", route, world.stranger)
    owner.body = stranger.body = {"pronouns": "they"}
    mine, theirs = owner.send(KEY), stranger.send(KEY)
    assert said(mine)["id"] == str(world.gina.pk)
    assert said(theirs)["id"] == str(world.stranger.pk)
    assert IdempotencyKey.objects.count() == 2
