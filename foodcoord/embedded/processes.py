"""Processes that may be nobody's children: found, signalled, waited for."""

import os
import signal
import time
from contextlib import suppress

import psutil


def is_alive(process: psutil.Process) -> bool:
    """Say whether a process runs; where no init collects orphans, one that ended is a zombie."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def group_members(group: int) -> list[psutil.Process]:
    """Return the processes of a process group, its leader alive or not."""
    members = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, PermissionError):
            if os.getpgid(process.pid) == group:
                members.append(process)
    return members


def signal_and_wait(
    processes: list[psutil.Process], sign: signal.Signals, *, seconds: float
) -> list[psutil.Process]:
    """Send a signal, wait up to `seconds`, and return the processes that are still alive."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(sign)
    deadline = time.monotonic() + seconds
    while (alive := [p for p in processes if is_alive(p)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return alive
