"""Many at once, each with a connection of its own; less than the test server allows, twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

CONNECTIONS = 40
PATIENCE = "SET statement_timeout = '2min'; SET lock_timeout = '2min'"
"""Who waits long in a queue is turned away with 503; what happens to the rows is tested here."""


def all_at_once(jobs: int, job: Callable[[int], Any]) -> list[Any]:
    """What each job gave, or raised; as many as there are connections start at one moment."""
    threads = min(jobs, CONNECTIONS)
    start = Barrier(threads)

    def run(first: int) -> dict[int, Any]:
        try:
            with connection.cursor() as cursor:
                cursor.execute(PATIENCE)
            start.wait(timeout=30)
            return {number: _attempt(job, number) for number in range(first, jobs, threads)}
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        answers = {
            number: gave for part in pool.map(run, range(threads)) for number, gave in part.items()
        }
    return [answers[number] for number in range(jobs)]


def _attempt(job: Callable[[int], Any], number: int) -> Any:
    try:
        return job(number)
    except Exception as error:
        return error
