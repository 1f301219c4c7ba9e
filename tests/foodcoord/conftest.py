import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from foodcoord.embedded.configuration import DURABLE
from foodcoord.embedded.server import EmbeddedPostgres


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder only we may enter, with a short path: root's server has to be led into it."""
    folder = Path(tempfile.mkdtemp(prefix="food "))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(closed_folder: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(closed_folder / "pg", {**DURABLE, "fsync": "off"})
    yield server
    server.stop()


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
