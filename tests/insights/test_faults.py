"""A worker killed in the middle of a burst: afterwards nothing is missing and nothing is double."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.core.management import call_command
from django.db import connection

from core.events.models import Delivery
from core.events.redelivery import replay
from insights.models import DayBucket
from tests.insights.events import P5, PEOPLE, listing, promise, request, save, utc_today

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120
LEASE_SECONDS = "1"


def database_url() -> str:
    """The test database, for another process."""
    of_connection = connection.get_connection_params()
    query = {name: str(of_connection[name]) for name in ("host", "port") if of_connection.get(name)}
    user, name = quote(of_connection["user"]), quote(of_connection["dbname"])
    return f"postgresql://{user}@/{name}?{urlencode(query)}"


def start_worker() -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DELIVERY_LEASE_SECONDS": LEASE_SECONDS,
        "LOG_LEVEL": "CRITICAL",
    }
    drain = ["manage.py", "drain", "--consumer", "aggregates", "--every", "0.02"]
    return subprocess.Popen(
        [sys.executable, *drain], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    process = start_worker()
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def burst(count: int, chance: random.Random) -> None:
    """Events one by one, each committed by itself, as requests would."""
    today = utc_today()
    for _ in range(count):
        make = chance.choice([listing, request, promise])
        save(make(today, grams=chance.randint(1, 5_000), by=chance.choice(PEOPLE[:20])))


def open_deliveries() -> int:
    return Delivery.objects.of("aggregates").filter(done_at=None).count()


def wait_until_absorbing(count: int) -> None:
    """Until the worker has taken something, so that the kill finds it at work."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while open_deliveries() >= count and time.monotonic() < deadline:
        time.sleep(0.01)


def wait_until_nothing_is_open() -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while open_deliveries() and time.monotonic() < deadline:
        time.sleep(0.05)


@pytest.mark.parametrize(("events", "kills"), [(150, 2)])
def test_kill_in_the_middle_of_a_burst_loses_and_doubles_nothing(events, kills, capsys):
    chance = random.Random(7)
    for _ in range(kills):
        burst(events, chance)
        with worker():
            wait_until_absorbing(open_deliveries())
            burst(events // 3, chance)
            time.sleep(chance.random() / 5)
    with worker():
        wait_until_nothing_is_open()
    written = kills * (events + events // 3)
    assert (open_deliveries(), Delivery.objects.dead().count()) == (0, 0)
    counted = DayBucket.objects.filter(cell=P5).values_list("listings", "requests", "commitments")
    assert sum(sum(row) for row in counted) == written
    call_command("rebuild_insights", "--verify")
    assert capsys.readouterr().out.splitlines()[-1] == "equal"


def test_kill_in_the_middle_of_a_replay_changes_nothing(capsys):
    chance = random.Random(8)
    burst(200, chance)
    with worker():
        wait_until_nothing_is_open()
    replay("aggregates")
    with worker():
        wait_until_absorbing(open_deliveries())
    burst(20, chance)
    with worker():
        wait_until_nothing_is_open()
    assert open_deliveries() == 0
    call_command("rebuild_insights", "--verify")
    assert capsys.readouterr().out.splitlines()[-1] == "equal"
