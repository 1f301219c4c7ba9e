"""An embedded Postgres for a test run, started before Django reads its settings.

Each xdist worker has one of its own: what is running in another database of a server holds back
what may be read of `changes` in all of them. A DATABASE_URL in the environment is used instead.
A run that was killed leaves a server behind; the next run ends it.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from foodcoord.embedded.configuration import THROWAWAY
from foodcoord.embedded.server import EmbeddedPostgres
from tests import migrated

PREFIX = f"foodcoord-tests-{os.geteuid()}-"
STARTED_HERE = "FOODCOORD_TESTS_POSTGRES"
"""Set for the processes that a run starts: DATABASE_URL is the run's own, and nobody's wish."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    os.environ.setdefault("SECRET_KEY", "for tests only")
    os.environ["STATIC_FILES"] = "plain"
    is_worker = "PYTEST_XDIST_WORKER" in os.environ and STARTED_HERE in os.environ
    if is_worker or "DATABASE_URL" not in os.environ:
        _end_abandoned_runs()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = _lock(folder)
        migrated.lay_out(folder / "postgres")
        server = EmbeddedPostgres(folder / "postgres", THROWAWAY)
        early_config.add_cleanup(lambda: _end(server, folder, lock))
        server.start()
        os.environ |= {"DATABASE_URL": server.url(), STARTED_HERE: "1"}
    return (yield)


def _lock(folder: Path) -> int:
    """Hold a lock for as long as this process lives; it appears only once it is held."""
    lock = os.open(folder / "lock.new", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / "lock.new").rename(folder / "lock")
    return lock


def _end(server: EmbeddedPostgres, folder: Path, lock: int) -> None:
    for name in ("DATABASE_URL", STARTED_HERE):
        os.environ.pop(name, None)
    server.stop()
    shutil.rmtree(folder)
    os.close(lock)


def _end_abandoned_runs() -> None:
    for lock_file in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/lock"):
        folder = lock_file.parent
        with contextlib.suppress(OSError):  # ended by another run just now, or somebody else's
            lock = os.open(lock_file, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # its run is alive
                os.close(lock)
            else:
                _end(EmbeddedPostgres(folder / "postgres"), folder, lock)
