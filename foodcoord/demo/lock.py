import fcntl
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from foodcoord.demo.errors import DemoError
from foodcoord.demo.folder import DemoFolder
from foodcoord.embedded.processes import signal_and_wait

END_SECONDS = 10


@contextmanager
def only_one(folder: DemoFolder, port: int) -> Iterator[None]:
    """Let one demo at a time use the folder; the lock goes with its process, however it ends.

    A demo whose own starter is gone (make was killed, say) has nobody left who could end it:
    it gives way.

    Raises:
        DemoError: when a demo runs on the folder.
    """
    lock = os.open(folder.run / "demo.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if not _taken(lock):
            _end_abandoned(lock)
        os.ftruncate(lock, 0)
        me = {"pid": os.getpid(), "parent": os.getppid(), "port": port}
        os.pwrite(lock, json.dumps(me).encode(), 0)
        yield
    finally:
        os.close(lock)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _end_abandoned(lock: int) -> None:
    holder = _holder(lock)
    with suppress(psutil.Error):
        process = psutil.Process(holder["pid"])
        if process.ppid() != holder["parent"]:
            signal_and_wait([process], signal.SIGTERM, seconds=END_SECONDS)
    if not _taken(lock):
        raise DemoError(
            f"The demo already runs on this folder: http://localhost:{holder['port']} "
            f"(process {holder['pid']}). End it with Ctrl-C first, or choose another folder."
        )


def _holder(lock: int) -> dict[str, Any]:
    try:
        return dict(json.loads(os.pread(lock, 1000, 0)))
    except ValueError:  # it is just starting
        return {"pid": 0, "parent": 0, "port": "?"}
