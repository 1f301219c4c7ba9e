"""What goes in hostile comes out clean, or not at all."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from accounts.models import User
from core import clock
from core.errors import Invalid, Refused
from photos import discarding, tasks
from photos.enums import PhotoState
from photos.models import Photo
from photos.services import arrived_by_form
from tests.core.processes import ROOT, database_url
from tests.photos import pictures

Adds = Callable[..., Photo]
Files = Callable[[], list[str]]
pytestmark = pytest.mark.django_db
SECRETS = (
    b"Exif",
    b"EXIF",
    b"XMP",
    b"ICCP",
    b"GPS",
    b"SecretPhone",
    b"xmpmeta",
    b"EVIL",
    b"PK\x03",
)


def served(photo: Photo, media: Path) -> dict[str, bytes]:
    return {
        name: (media / key).read_bytes()
        for name, key in zip(("small", "medium", "large"), photo.kept_as(), strict=True)
    }


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_gps_in_none_out(format: str, giver: User, adds: Adds, media: Path) -> None:
    data = pictures.with_gps(format)
    assert b"SecretPhoneMaker" in data
    photo = adds(giver, uuid4(), data)
    assert (photo.state, photo.reason) == ("ready", "")
    for file in served(photo, media).values():
        assert [secret for secret in SECRETS if secret in file] == []
        with Image.open(io.BytesIO(file)) as image:
            assert (image.format, dict(image.getexif()), "icc_profile" in image.info) == (
                "WEBP",
                {},
                False,
            )


def test_a_turned_photo_stands_upright_in_three_sizes(giver: User, adds: Adds, media: Path) -> None:
    photo = adds(giver, uuid4(), pictures.with_gps())
    sizes = {
        name: list(Image.open(io.BytesIO(file)).size) for name, file in served(photo, media).items()
    }
    assert sizes == {"small": [240, 320], "medium": [600, 800], "large": [900, 1200]}
    assert photo.sizes == sizes
    assert (photo.width, photo.height) == (900, 1200)


@pytest.mark.parametrize(
    "data", [pictures.with_zip(), pictures.with_script()], ids=["zip", "script"]
)
def test_a_polyglot_is_only_a_picture_afterwards(
    data: bytes, giver: User, adds: Adds, media: Path
) -> None:
    photo = adds(giver, uuid4(), data)
    assert photo.state == "ready"
    for file in served(photo, media).values():
        assert [secret for secret in SECRETS if secret in file] == []


def _grown() -> bytes:
    frames = [Image.new("RGB", (40, 40), (n * 90, 0, 0)) for n in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pictures.pixel_bomb(), "pixels"),
        (pictures.picture("JPEG")[:3000], "unreadable"),
        (b"\xff\xd8\xff" + b"\0" * 500, "unreadable"),
        (_grown(), "moving"),
    ],
    ids=["pixel bomb", "truncated", "not a picture", "moving"],
)
def test_what_cannot_be_shown_is_refused_and_nothing_of_it_stays(
    data: bytes, reason: str, giver: User, adds: Adds, files: Files
) -> None:
    photo = adds(giver, uuid4(), data)
    assert (photo.state, photo.reason, files()) == ("refused", reason, [])


def megabytes(name: str) -> int:
    """Of this process, as the system counts: `VmRSS` is what it holds, `VmHWM` the most it held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) // 1024


def test_the_pixel_bomb_is_small_and_refused_before_it_is_decoded(giver: User, adds: Adds) -> None:
    data = pictures.pixel_bomb()
    assert len(data) < 100_000
    Path("/proc/self/clear_refs").write_text("5")  # the most it held is what it holds now
    before = megabytes("VmRSS")
    adds(giver, uuid4(), data)
    assert megabytes("VmHWM") - before < 100  # decoded, it takes 400 MB


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pictures.heic(), "HEIC"),
        (pictures.SVG, "not a photo"),
        (pictures.picture("GIF"), "not a photo"),
        (pictures.picture("BMP"), "not a photo"),
        (b"", "not a photo"),
        (pictures.picture() + b"\0" * 10 * 1024 * 1024, "10 MB"),
    ],
    ids=["HEIC", "SVG", "GIF", "BMP", "empty", "oversize"],
)
def test_wrong_files_are_refused_at_the_door_in_plain_words(
    data: bytes, said: str, giver: User, files: Files
) -> None:
    with pytest.raises(Invalid) as refused:
        arrived_by_form(by=giver, album=uuid4(), file=io.BytesIO(data), size=len(data))
    assert said in str(refused.value.details)
    assert (Photo.objects.count(), files()) == (0, [])


def test_a_declared_type_has_to_be_the_true_one(giver: User, adds: Adds) -> None:
    photo = adds(giver, uuid4(), pictures.picture("PNG"), prepare=False)
    Photo.objects.update(content_type="image/jpeg")
    tasks.prepare(str(photo.pk))
    photo.refresh_from_db()
    assert (photo.state, photo.reason) == ("refused", "type")


def test_the_same_photo_twice_is_refused(giver: User, adds: Adds) -> None:
    album, data = uuid4(), pictures.picture()
    adds(giver, album, data)
    with pytest.raises(Refused, match="check") as refused:
        adds(giver, album, data)
    assert "already added" in str(getattr(refused.value, "details", ""))
    assert Photo.objects.count() == 1


def test_the_original_goes_right_after(giver: User, adds: Adds, files: Files) -> None:
    photo = adds(giver, uuid4(), prepare=False)
    assert files() == [f"incoming/{giver.pk}/{photo.pk}"]
    assert photo.url("small") == ""
    tasks.prepare(str(photo.pk))
    assert files() == [f"photos/{photo.stem}/{name}.webp" for name in ("large", "medium", "small")]


def test_deleting_a_person_deletes_their_files(giver: User, adds: Adds, files: Files) -> None:
    adds(giver, uuid4())
    Photo.objects.filter(owner=giver).delete()
    discarding.empty()
    assert files() == []


KILLED_MIDWAY = """
import django; django.setup()
import os, signal, sys
from uuid import UUID
from photos import preparing, store
keep = store.put_size
def put_size(key, data):
    keep(key, data)
    os.kill(os.getpid(), signal.SIGKILL)
store.put_size = put_size
preparing.prepare(UUID(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_killed_midway_it_is_done_again_after_its_lease(
    giver: User, adds: Adds, files: Files, media: Path
) -> None:
    photo = adds(giver, uuid4(), prepare=False)
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "foodcoord.settings",
        "MEDIA_ROOT": str(media),
        "PHOTO_LEASE_SECONDS": "60",
    }
    dead = subprocess.run(
        [sys.executable, "-c", KILLED_MIDWAY, str(photo.pk)], cwd=ROOT, env=environment, check=False
    )
    assert dead.returncode == -signal.SIGKILL
    assert len(files()) == 2
    photo.refresh_from_db()
    assert (photo.state, photo.attempts) == (PhotoState.UPLOADED, 1)

    tasks.prepare(str(photo.pk))
    photo.refresh_from_db()
    assert (photo.state, photo.attempts) == (PhotoState.UPLOADED, 1)  # the lease is not over

    with clock.at(clock.now() + timedelta(seconds=61)):
        tasks.prepare(str(photo.pk))
    photo.refresh_from_db()
    assert (photo.state, photo.attempts, len(files())) == (PhotoState.READY, 2, 3)
