"""Events on a bus: of moto's server, with a queue behind it that shows what arrived; and of a
stand-in that speaks the same protocol and refuses what a test wants, which moto cannot."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
import urllib3
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from accounts.models import User
from core.events import registry
from core.events.drain import drain
from core.events.models import Delivery, DomainEvent
from core.events.redelivery import replay
from partners.relay.consumer import CONSUMER, NAME, RELAYED, relay
from partners.relay.envelope import MOST_BYTES, entry_of, size_of
from tests.core.listeners import make_due
from tests.factories import make_listing

pytestmark = pytest.mark.django_db
BUS = "town"


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")


@pytest.fixture
def listening(settings: Settings, giver: User) -> Iterator[Settings]:
    """From after everybody has come."""
    settings.EVENTBRIDGE_BUS = BUS
    relay()
    yield settings
    registry.unregister(NAME)


class Bus:
    """Answers `PutEvents`; refuses the events of the subjects in `refused`."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.refused: set[str] = set()
        self.status = 200
        bus = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert self.headers["X-Amz-Target"] == "AWSEvents.PutEvents"
                body = json.dumps(bus.answer(asked["Entries"])).encode()
                self.send_response(bus.status)
                self.send_header("Content-Type", "application/x-amz-json-1.1")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, entries: list[dict[str, Any]]) -> dict[str, Any]:
        subjects = [json.loads(entry["Detail"])["subject_id"] for entry in entries]
        self.calls.append(subjects)
        results = [
            {"ErrorCode": "ThrottlingException", "ErrorMessage": "Slow down."}
            if subject in self.refused
            else {"EventId": f"event-{subject}"}
            for subject in subjects
        ]
        failed = sum("ErrorCode" in each for each in results)
        return {"FailedEntryCount": failed, "Entries": results}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def bus(listening: Settings) -> Iterator[Bus]:
    made = Bus()
    listening.EVENTBRIDGE_ENDPOINT_URL = made.url
    yield made
    made.close()


@pytest.fixture
def queue(listening: Settings) -> Iterator[Any]:
    """moto: a bus, a rule for everything on it, and a queue; gives what has come to the queue."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    urllib3.request("POST", f"{url}/moto-api/reset")
    listening.EVENTBRIDGE_ENDPOINT_URL = url
    where: Any = {"region_name": listening.EVENTBRIDGE_REGION, "endpoint_url": url}
    events, sqs = boto3.client("events", **where), boto3.client("sqs", **where)
    events.create_event_bus(Name=BUS)
    address = sqs.create_queue(QueueName="arrived")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=address, AttributeNames=["QueueArn"])
    pattern = json.dumps({"source": ["foodcoord"]})
    events.put_rule(Name="all", EventBusName=BUS, EventPattern=pattern)
    target = {"Id": "queue", "Arn": attributes["Attributes"]["QueueArn"]}
    events.put_targets(Rule="all", EventBusName=BUS, Targets=[target])

    def arrived() -> list[Any]:
        told = []
        while found := sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in found:
                told.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=address, ReceiptHandle=message["ReceiptHandle"])
        return told

    yield arrived
    server.stop()


def test_without_a_bus_nobody_listens(settings: Settings) -> None:
    settings.EVENTBRIDGE_BUS = ""
    relay()
    assert NAME not in registry.names()


def test_events_arrive_on_the_bus_as_they_are_in_the_log(queue: Any, giver: User) -> None:
    listing = make_listing(by=giver)
    event = DomainEvent.objects.get(subject_id=listing.pk)

    assert drain(NAME) == 1

    (arrived,) = queue()
    assert (arrived["source"], arrived["detail-type"]) == ("foodcoord", "listing.created")
    assert arrived["detail"] == {
        "id": str(event.pk),
        "type": "listing.created",
        "schema_version": 1,
        "occurred_at": event.occurred_at.isoformat().replace("+00:00", "Z"),
        "actor": str(giver.pseudonym),
        "correlation_id": "",
        "subject_type": "listing",
        "subject_id": str(listing.pk),
        "subject_version": 1,
        "cells": event.cells,
        "payload": event.payload,
    }
    assert (drain(NAME), queue()) == (0, [])


def test_many_go_ten_a_call_and_each_arrives_once(queue: Any, giver: User) -> None:
    listings = [make_listing(by=giver) for _ in range(23)]
    assert drain(NAME) == 23
    arrived = [each["detail"]["subject_id"] for each in queue()]
    assert sorted(arrived) == sorted(str(listing.pk) for listing in listings)


def test_what_the_bus_refuses_is_tried_again_alone_and_the_rest_is_done(
    bus: Bus, giver: User
) -> None:
    listings = [make_listing(by=giver) for _ in range(12)]
    bad = {str(listing.pk) for listing in listings[3:5]}
    bus.refused = set(bad)

    assert drain(NAME) == 10

    assert [len(call) for call in bus.calls] == [10, 2]
    waiting = Delivery.objects.of(NAME).open()
    assert {str(delivery.event.subject_id) for delivery in waiting} == bad
    assert {delivery.last_error for delivery in waiting} == {"partners.relay.consumer.BusRefused"}
    bus.refused.clear()
    make_due(consumer=NAME, done_at=None)
    assert drain(NAME) == 2
    assert [len(call) for call in bus.calls] == [10, 2, 1, 1]
    heard = [subject for call in bus.calls for subject in call]
    assert {subject: heard.count(subject) for subject in set(heard)} == {
        str(listing.pk): 2 if str(listing.pk) in bad else 1 for listing in listings
    }


def test_one_that_is_refused_for_ever_dies_alone(bus: Bus, giver: User) -> None:
    good, bad = make_listing(by=giver), make_listing(by=giver)
    bus.refused = {str(bad.pk)}
    for _ in range(6):
        drain(NAME)
        make_due(consumer=NAME, done_at=None)
    dead = Delivery.objects.of(NAME).dead()
    assert [delivery.event.subject_id for delivery in dead] == [bad.pk]
    assert Delivery.objects.of(NAME).get(event__subject_id=good.pk).done_at


def test_a_bus_that_cannot_be_asked_is_asked_once_and_everything_waits(
    bus: Bus, giver: User
) -> None:
    for _ in range(3):
        make_listing(by=giver)
    bus.status = 500
    assert drain(NAME) == 0
    assert len(bus.calls) == 1
    assert Delivery.objects.of(NAME).open().count() == 3


def test_large_events_share_no_call(bus: Bus) -> None:
    """A call holds 256 kB at most."""
    events = [
        DomainEvent(
            type="listing.created",
            occurred_at="2026-03-01T00:00:00Z",
            subject_type="listing",
            subject_id=f"00000000-0000-4000-8000-00000000000{n}",
            subject_version=1,
            payload={"filler": "é" * 50_000},
        )
        for n in range(3)
    ]
    for event in events:
        event.full_clean(exclude=["actor", "correlation_id", "cells"], validate_unique=False)
    assert MOST_BYTES / 3 < size_of(entry_of(events[0], BUS)) < MOST_BYTES / 2
    CONSUMER.handle(events)
    assert [len(call) for call in bus.calls] == [2, 1]


def test_history_is_sent_again_only_when_asked_for(bus: Bus, giver: User) -> None:
    make_listing(by=giver)
    drain(NAME)
    with pytest.raises(ValueError, match="--resend"):
        replay(NAME)
    replay(NAME, resend=True)
    drain(NAME)
    assert len(bus.calls) == 2


def test_who_is_told_what_and_who_writes_to_whom_stays_here() -> None:
    assert not any(kind.startswith(("notification", "message", "conversation")) for kind in RELAYED)
