"""A migrated, empty database of its own, thrown away at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

ENDING = "bench"
PATIENT = "-c statement_timeout=0 -c lock_timeout=0 -c timezone=UTC"


@contextmanager
def database() -> Iterator[None]:
    """Set Django up on an embedded server, or on the empty database that `DATABASE_URL` names.

    Raises:
        SystemExit: that database's name does not end in `bench`: it may be somebody's.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foodcoord.settings")
    os.environ.setdefault("SECRET_KEY", "for measurements only")
    os.environ.setdefault("STATIC_FILES", "plain")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    given = os.environ.get("DATABASE_URL", "")
    if given:
        if not given.partition("?")[0].endswith(ENDING):
            raise SystemExit("The database that DATABASE_URL names must have a name in …bench.")
        _set_up()
        yield
        return
    with _embedded():
        _set_up()
        yield


@contextmanager
def _embedded() -> Iterator[None]:
    from foodcoord.embedded.configuration import THROWAWAY
    from foodcoord.embedded.server import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="foodcoord-bench-"))
    settings = {**THROWAWAY, "shared_buffers": "1GB"}
    server = EmbeddedPostgres(folder / "postgres", settings)
    try:
        server.start()
        os.environ["DATABASE_URL"] = server.url(options=PATIENT)
        yield
    finally:
        from django.db import connections

        connections.close_all()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _set_up() -> None:
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
