"""`python -m tests.core.doomed_worker`: starts workers, one after another, until one survives.

Says how each ended, one a line: its exit code, or minus the signal that killed it.
"""

import os
import signal
from collections.abc import Sequence

import django

django.setup()

from core.events.drain import drain  # noqa: E402
from core.events.models import DomainEvent  # noqa: E402
from tests.core.listeners import NAME, listening, make_due, note  # noqa: E402

MOST = 8


def handle(events: Sequence[DomainEvent]) -> None:
    note(events)
    for event in events:
        if event.payload.get("death") == "exit":
            os._exit(1)
        if event.payload.get("death") == "kill":
            os.kill(os.getpid(), signal.SIGKILL)


def work() -> None:
    with listening(handle):
        drain(NAME)


def one_life() -> int:
    """A worker in a process of its own, which opens its own connection."""
    child = os.fork()
    if not child:
        make_due(done_at=None, dead_at=None)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


for _ in range(MOST):
    code = one_life()
    print(code, flush=True)  # noqa: T201
    if code == 0:
        break
