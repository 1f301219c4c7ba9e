from pathlib import Path

import pytest
from pytest_django import Settings

from tests.security.world import World, build


@pytest.fixture
def world(db: None, settings: Settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    return build()
