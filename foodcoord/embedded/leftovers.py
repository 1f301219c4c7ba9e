"""What an earlier server of the same folder left: processes, lock files."""

import signal
from pathlib import Path

import psutil

from foodcoord.embedded.processes import signal_and_wait

SOCKET_FILES = (".s.PGSQL.5432", ".s.PGSQL.5432.lock")


def server_processes(data: Path, cluster_name: str) -> list[psutil.Process]:
    """Return the living processes of the server on `data`, the postmaster first.

    The postmaster is known by its command line, its children (which outlive it for a moment when
    it is killed) by the title they carry: a process id from a file proves nothing.
    """
    postmasters, children = [], []
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if len(words) > 2 and words[0].endswith("postgres") and words[1:3] == ["-D", str(data)]:
            postmasters.append(process)
        elif words and words[0].startswith(f"postgres: {cluster_name}:"):
            children.append(process)
    return postmasters + children


def end(processes: list[psutil.Process], *, seconds: float) -> None:
    """End server processes: politely, then at once (Postgres recovers from its log)."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        processes = signal_and_wait(processes, sign, seconds=seconds)


def remove_locks(data: Path, socket: Path) -> None:
    """Remove the lock files of a server that is known to be gone.

    Postgres would mistake a stranger that got the same process id since for its own server.
    """
    for file in (data / "postmaster.pid", *(socket / name for name in SOCKET_FILES)):
        file.unlink(missing_ok=True)
