"""What a batch saves, and what the book of changes costs: ratios, in one process.

python -m bench.sync [--rounds 3] [--writes 500]

Listings made in one batch beside as many calls, through the whole site but without a network,
which a batch would save too; and listings made by the service with the triggers of `core_change`
beside the same without them. Rounds come in turn, so that a busy neighbour hurts both; medians
count.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from bench.database import database

SWITCH = "ALTER TABLE listings_listing {} TRIGGER listings_listing_note_change"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print two ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--writes", type=int, default=500)
    asked = parser.parse_args(arguments)
    with database():
        _measure(asked.rounds, asked.writes)
    return 0


def _measure(rounds: int, writes: int) -> None:
    from django.conf import settings

    from accounts.keys import generate_private_key

    settings.HEADLESS_JWT_PRIVATE_KEY = generate_private_key()
    settings.NEWCOMER_DAYS = 0
    settings.API_THROTTLE = False
    settings.ALLOWED_HOSTS = ["testserver"]
    caller, person = _caller()
    singly, together = _in_turn(
        rounds, lambda: _singly(caller, writes), lambda: _together(caller, writes)
    )
    print(f"{writes} creates: {singly:.2f} s singly, {together:.2f} s in a batch")
    print(f"  a batch takes {together / singly:.2f} of the time")
    _switch("DISABLE")
    _timed(lambda: _made_by(person, writes))  # one round to warm up
    costs: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
    for _ in range(2 * rounds):
        for state, taken in costs.items():
            _switch(state)
            taken.append(_timed(lambda: _made_by(person, writes)))
    _switch("ENABLE")
    noted, without = (statistics.median(costs[state]) for state in ("ENABLE", "DISABLE"))
    print(f"{writes} listings by the service: {noted:.2f} s noted, {without:.2f} s not")
    print(f"  noting takes {noted / without:.2f} of the time without")


def _in_turn(rounds: int, *jobs: Callable[[], None]) -> list[float]:
    """The median of each, after one round to warm up."""
    taken: list[list[float]] = [[] for _ in jobs]
    for number in range(rounds + 1):
        for job, times in zip(jobs, taken, strict=True):
            seconds = _timed(job)
            if number:
                times.append(seconds)
    return [statistics.median(times) for times in taken]


def _timed(job: Callable[[], None]) -> float:
    begin = time.perf_counter()
    job()
    return time.perf_counter() - begin


def _caller() -> tuple[Any, Any]:
    from rest_framework.test import APIClient

    from tests.factories import access_token, make_user

    person = make_user()
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(person)}")
    return caller, person


def _body() -> dict[str, str]:
    from core import clock

    now = clock.now()
    times = {"available_from": now.isoformat()}
    times["available_until"] = (now + timedelta(days=1)).isoformat()
    return {"id": str(uuid4()), "food": "tomato", "quantity": "2", "unit": "kg", **times}


def _singly(caller: Any, writes: int) -> None:
    for _ in range(writes):
        answer = caller.post("/api/v1/listings", _body())
        assert answer.status_code == 201, answer.content  # noqa: S101


def _together(caller: Any, writes: int) -> None:
    path = "/api/v1/listings"
    sent = [
        {"id": str(number), "method": "POST", "path": path, "body": _body()}
        for number in range(writes)
    ]
    answer = caller.post("/api/v1/batch", {"writes": sent})
    statuses = {one["status"] for one in answer.json()["data"]["results"]}
    assert statuses == {201}, statuses  # noqa: S101


def _made_by(person: Any, writes: int) -> None:
    from tests.factories import make_listing

    for _ in range(writes):
        make_listing(by=person)


def _switch(state: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SWITCH.format(state))


if __name__ == "__main__":
    sys.exit(main())
