"""200 writes, each sent six times through a wire that loses answers: 200 rows and 200 events."""

import json
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest

from accounts.models import User
from core import clock
from core.events.models import DomainEvent
from listings.models import Listing
from requests_app.models import FoodRequest
from tests.factories import access_token, make_listing
from tests.lossy_wire import wire_to

Write = tuple[str, str, dict[str, Any], dict[str, str]]
LISTINGS, ASKED, EDITS = 100, 50, 50
RETRIES = 5
CALLERS = 8


def writes_of(giver: User) -> list[Write]:
    """Creates with an id of their own, and edits with a key of their own."""
    soon, late = ((clock.now() + timedelta(hours=hours)).isoformat() for hours in (0, 20))
    what = {"food": "tomato", "quantity": "2", "unit": "kg"}
    listing = {**what, "available_from": soon, "available_until": late}
    made: list[Write] = [
        ("POST", "/api/v1/listings", {"id": str(uuid4()), **listing}, {}) for _ in range(LISTINGS)
    ]
    made += [
        ("POST", "/api/v1/requests", {"id": str(uuid4()), **what, "needed_by": late}, {})
        for _ in range(ASKED)
    ]
    for number in range(EDITS):
        path = f"/api/v1/listings/{make_listing(by=giver).pk}"
        made.append(("PATCH", path, {"title": f"No. {number}"}, {"Idempotency-Key": str(uuid4())}))
    return made


def send(port: int, token: str, write: Write) -> tuple[int, Any] | None:
    """The answer, or None when it got lost."""
    method, path, body, headers = write
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    said = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
    try:
        connection.request(method, path, json.dumps(body), {**said, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_thousand_retries_of_two_hundred_writes_do_each_once(
    live_server: Any, giver: User
) -> None:
    writes = writes_of(giver)
    before = DomainEvent.objects.count()
    sends = [number for number in range(len(writes)) for _ in range(1 + RETRIES)]
    Random(11).shuffle(sends)
    host = urlsplit(live_server.url)
    token = access_token(giver)
    answers: dict[int, list[tuple[int, Any]]] = defaultdict(list)

    with wire_to(host.hostname or "", host.port or 0, "told", "lost", "broken") as wire:
        with ThreadPoolExecutor(CALLERS) as pool:
            came = pool.map(lambda number: send(wire.port, token, writes[number]), sends)
            for number, answer in zip(sends, came, strict=True):
                if answer is not None:
                    answers[number].append(answer)
        assert wire.counts.total() == len(sends) == 1200
        assert wire.counts["lost"] + wire.counts["broken"] > 600

    assert Listing.objects.count() == LISTINGS + EDITS
    assert FoodRequest.objects.count() == ASKED
    stated = Counter(DomainEvent.objects.order_by("occurred_at").values_list("type", flat=True))
    assert DomainEvent.objects.count() - before == len(writes) == 200
    assert stated["listing.updated"] == EDITS
    assert {
        int(n) for n in Listing.objects.exclude(title="").values_list("version", flat=True)
    } == {2}
    statuses = Counter(status for told in answers.values() for status, _body in told)
    assert set(statuses) <= {200, 201, 409}  # 409: its first copy was in flight
    for number, told in answers.items():
        wholes = [body["data"] for status, body in told if status < 300]
        assert all(whole == wholes[0] for whole in wholes)
        assert all(UUID(whole["id"]) for whole in wholes), writes[number]
