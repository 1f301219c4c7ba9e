"""A planted shortage, end to end: real services, real workers, the API as anybody reads it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from core.events.models import Delivery
from requests_app import services as requests
from tests.core.processes import ROOT, database_url
from tests.factories import LYON, make_request, make_user
from tests.insights.events import P4, P5

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

SEEN_WITHIN = 60
"""Seconds of patience. Fifteen are promised, and four usual where nothing else runs: how long it
takes is measured (`bench/fresh.py`), not tested, for other tests share these cores."""
STARTED_WITHIN = 60


@pytest.fixture
def workers() -> Iterator[None]:
    """A cluster as in production, awake before the writes come."""
    call_command("load_catalog")
    environment = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "CRITICAL"}
    cluster = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        cluster.terminate()
        cluster.wait(timeout=60)


def shortages() -> list[dict[str, Any]]:
    answer = Client().get(f"/api/v1/summary?cell={P5}&window=14").json()["data"]
    return [each for each in answer["signals"] if each["kind"] == "shortage"]


def wait_for(seen: Callable[[], Any], seconds: float) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := seen()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def told_in_full() -> list[dict[str, Any]]:
    """The signals of the cell and its region, once they tell of all eight requests."""
    found = [each for each in shortages() if each["numbers"]["requested_g"] == 32_000]
    return found if len(found) == 2 else []


def absorbed() -> bool:
    return not Delivery.objects.of("aggregates").open().exists()


def test_planted_shortage_is_read_by_everybody_at_once_and_goes_with_its_requests(workers):
    make_request(by=make_user(home=(43.3, 5.4)), quantity="1")  # far away: the workers are awake
    assert wait_for(absorbed, STARTED_WITHIN)
    asked = [make_request(by=make_user(home=LYON), quantity="4") for _ in range(8)]

    found = wait_for(told_in_full, SEEN_WITHIN)

    assert {each["cell"] for each in found} == {P4, P5}
    assert all("32 kg were asked for" in each["explanation"]["text"] for each in found)
    assert {each["explanation"]["source"] for each in found} == {"plain"}

    for request in asked:
        requests.withdraw(food_request=request, by=request.owner)

    assert wait_for(lambda: not shortages(), SEEN_WITHIN)
    assert absorbed()
