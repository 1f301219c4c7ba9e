import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from foodcoord.embedded.server import EmbeddedPostgres


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder only we may enter, with a short path: root's server has to be led into it."""
    folder = Path(tempfile.mkdtemp(prefix="food "))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(closed_folder: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(closed_folder / "pg")
    yield server
    server.stop()


@pytest.fixture
def without_database_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo shall make its own database, not use that of the test run."""
    for name in ("DATABASE_URL", "SECRET_KEY"):
        if name in os.environ:
            monkeypatch.delenv(name)
