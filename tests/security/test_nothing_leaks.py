"""What is private is in no answer for those it is not meant for: every page and API answer that a
stranger, a blocked person or nobody can read is searched; and what they may not know of answers
as what is not there, to the byte."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from core.geo import cells
from tests.exact import decimals
from tests.security.addresses import address
from tests.security.bodies import body_of
from tests.security.test_every_address import EXPECTED
from tests.security.visits import ROLES, Visitor, forgotten, person_of
from tests.security.world import BIRTH, CANARY, HOME, TOMS, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

READERS = ("nobody", "stranger", "outsider", "blocked")
# Who holds such a link was given it: they are secrets of their own.
BY_LINK = "token>"
MAIL = re.compile(r"[\w.+-]+@example\.org")
SECRETS = (CANARY, "zqtom", "zqmail", BIRTH.isoformat(), "February 3, 1981", "green gate")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHANGING = (
    (UUID, "ID"),
    (re.compile(r'"timestamp": ?"[^"]+"'), "TIME"),
    (re.compile(r'nonce="[^"]+"'), "NONCE"),
    (re.compile(r"\b[A-Za-z0-9]{64}\b"), "TOKEN"),
)
# A form sends photos before its listing is there: an id that nobody has yet is anybody's to fill.
# Who asks about one that is somebody's holds its id already, and gets a photo of their own at most.
EARLY = (
    "api/v1/listings/<uuid:id>/photos",
    "api/v1/listings/<uuid:id>/photos/order",
    "listings/<uuid:album>/photos/add",
    "listings/<uuid:album>/photos/plan",
)
SAME_HEADERS = ("Content-Type", "Cache-Control", "Vary", "Location", "WWW-Authenticate", "Allow")


def text_of(answer: Any) -> str:
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(parts).decode(errors="replace")


def told(text: str, reader: User | None) -> set[str]:
    """Secrets of others in an answer: words, addresses, and decimals that are a home's."""
    if reader:
        text = text.replace(reader.email, "")
    found = {secret for secret in SECRETS if secret in text} | set(MAIL.findall(text))
    exact = [degrees for home in (HOME, TOMS) for degrees in home]
    return found | {
        decimal
        for decimal in decimals(text)
        if any(abs(float(decimal) - degrees) < 0.0005 for degrees in exact)
    }


def names_in(text: str, reader: User | None) -> set[str]:
    """Names of persons, which those see who have signed in."""
    return set() if reader else {name for name in ("Gina", "Tom ", "Carla") if name in text}


def test_homes_are_not_in_the_middle_of_their_cells():
    """Else the middles, which everybody may read, could not be told from them."""
    for lat, lon in (HOME, TOMS):
        for precision in (5, 6):
            middle = cells.centre(cells.encode(lat, lon, precision))
            assert min(abs(middle.lat - lat), abs(middle.lon - lon)) > 0.0006


@pytest.mark.parametrize("role", READERS)
def test_nothing_private_is_in_what_others_read(world: World, role: str) -> None:
    reader = person_of(role, world)
    visitor = Visitor(reader, world)
    leaks, read = {}, 0
    for (method, route), answers in EXPECTED.items():
        if method == "GET" and answers[ROLES.index(role)] == "200" and BY_LINK not in route:
            read += 1
            text = text_of(visitor.visit(method, route))
            if found := told(text, reader) | names_in(text, reader):
                leaks[route] = found
    assert leaks == {}
    assert read > 40


def test_search_finds_what_it_looks_for(world: World) -> None:
    """The owner, and the other side of what is agreed, do read them: the search is not blind."""
    one = "exchanges/<uuid:commitment_id>/"
    seen = told(text_of(Visitor(world.tom, world).visit("GET", one)), world.tom)
    assert seen > {CANARY, "green gate"}
    assert {float(decimal) for decimal in decimals(" ".join(seen))} == set(HOME)
    mine = told(text_of(Visitor(world.gina, world).visit("GET", "api/v1/me")), None)
    assert mine >= {world.gina.email, BIRTH.isoformat()}


def plain(answer: Any) -> tuple[int, dict[str, str | None], str]:
    """An answer without what differs each time."""
    text = text_of(answer)
    for pattern, name in CHANGING:
        text = pattern.sub(name, text)
    headers = {name: answer.headers.get(name) for name in SAME_HEADERS}
    return answer.status_code, headers, text


def apart(there: Any, not_there: Any) -> Any:
    """Where two answers begin to differ."""
    if there[:2] != not_there[:2]:
        return there[:2], not_there[:2]
    both = zip(there[2].splitlines(), not_there[2].splitlines(), strict=False)
    return next(((one[:300], other[:300]) for one, other in both if one != other), "length")


@pytest.mark.parametrize("role", ["stranger", "outsider", "blocked"])
def test_what_one_may_not_know_of_answers_as_what_is_not_there(world: World, role: str) -> None:
    visitor = Visitor(person_of(role, world), world)
    differ, asked = {}, 0
    for (method, route), answers in EXPECTED.items():
        if answers[ROLES.index(role)] != "404" or (method == "POST" and route in EARLY):
            continue
        asked += 1
        path, body = address(route, world), body_of(method, route, world)
        made_up = UUID.sub(lambda _found: str(uuid4()), json.dumps([path, body]))
        with forgotten():
            there = plain(visitor.ask(method, path, body))
        with forgotten():
            not_there = plain(visitor.ask(method, *json.loads(made_up)))
        if there != not_there:
            differ[f"{method} {route}"] = apart(there, not_there)
    assert differ == {}
    assert asked > 60
