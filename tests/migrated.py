"""The tests' database as migrations leave it: made once, in half a minute, then copied.

It is kept among the temporary files under a digest of what it is made of. Where a digest knows
nothing of a change, `migrate` still makes up for it: it runs for each copy.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from foodcoord.embedded.binaries import MAJOR_VERSION
from foodcoord.embedded.configuration import THROWAWAY
from foodcoord.embedded.server import EmbeddedPostgres

DATABASE = "migrated"
ROOT = Path(__file__).resolve().parent.parent
PREFIX = f"foodcoord-migrated-{os.geteuid()}-"
KEPT = 5  # digests: of a few branches, say


def lay_out(folder: Path) -> None:
    """Put the data of a server, with the database `migrated` in it, where its folder will be.

    Raises:
        subprocess.CalledProcessError: the migrations failed; what they said is on the screen.
    """
    kept = Path(tempfile.gettempdir()) / f"{PREFIX}{_digest()}"
    with _alone(kept.with_suffix(".lock")):
        if not (kept / "cluster").is_dir() or kept.stat().st_uid != os.geteuid():
            _make(kept)
            _forget_older()
        os.utime(kept)
        folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
        # With its owner, who is not always the one that copies.
        subprocess.run(["cp", "-a", str(kept / "cluster"), str(folder)], check=True)


def rename(name: str) -> None:
    """Call the migrated database of the server that DATABASE_URL names what the tests call it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        asked = "SELECT FROM pg_database WHERE datname = %s"
        if connection.execute(asked, [DATABASE]).fetchone() is not None:
            change = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(change.format(sql.Identifier(DATABASE), sql.Identifier(name)))


def _make(kept: Path) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix=f"{PREFIX}unfinished-"))
    unfinished.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        server = EmbeddedPostgres(unfinished / "postgres", THROWAWAY)
        server.start()
        try:
            with psycopg.connect(server.url(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": server.url(database=DATABASE)},
                check=True,
            )
        finally:
            server.stop()
        shutil.rmtree(kept, ignore_errors=True)
        server.folder.rename(kept)
    finally:
        shutil.rmtree(unfinished)


def _digest() -> str:
    """Of the migrations, and of what they take from `core`."""
    digest = hashlib.sha256(MAJOR_VERSION.encode())
    for file in sorted({*ROOT.glob("*/migrations/*.py"), *ROOT.glob("core/**/*.py")}):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _forget_older() -> None:
    """Of those that nobody copies from just now."""
    found = [
        path
        for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}[0-9a-f]*")
        if path.is_dir() and "unfinished" not in path.name
    ]
    for old in sorted(found, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        with suppress(BlockingIOError), _alone(old.with_suffix(".lock"), patiently=False):
            shutil.rmtree(old)


@contextmanager
def _alone(lock_file: Path, *, patiently: bool = True) -> Iterator[None]:
    """One process at a time; the others wait for what it makes.

    Raises:
        BlockingIOError: somebody else is there, and it was not to be waited for.
    """
    lock = os.open(lock_file, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if patiently else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(lock)
