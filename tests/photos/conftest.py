import io
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from accounts.models import User
from photos import services, tasks
from photos.models import Photo
from tests.photos.pictures import picture


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def files(media: Path) -> Callable[[], list[str]]:
    """What lies in the store."""

    def found() -> list[str]:
        return sorted(str(p.relative_to(media)) for p in media.rglob("*") if p.is_file())

    return found


@pytest.fixture
def adds() -> Callable[..., Photo]:
    """`adds(user, album)`: a photo that a form brought; `adds(…, prepare=True)`, prepared."""

    def added(by: User, album: UUID, data: bytes | None = None, prepare: bool = True) -> Photo:
        data = picture(seed=Photo.objects.count()) if data is None else data
        photo = services.arrived_by_form(by=by, album=album, file=io.BytesIO(data), size=len(data))
        if prepare:
            tasks.prepare(str(photo.pk))
            photo.refresh_from_db()
        return photo

    return added
