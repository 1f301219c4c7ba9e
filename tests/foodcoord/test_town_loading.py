"""How the demo's town comes in: once, wholly or not at all, and its photos after it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from accounts.models import User
from core.events.models import DomainEvent
from foodcoord.town import demo, pictures
from foodcoord.town.drawing import picture_of
from photos.models import Photo

pytestmark = pytest.mark.django_db


def silent(_line: str) -> None:
    """Nobody listens."""


def test_killed_in_the_middle_it_leaves_nothing_and_is_loaded_once() -> None:
    class Killed(Exception):
        pass

    def killed_late(line: str) -> None:
        if line == "writing it down":
            raise Killed

    with pytest.raises(Killed):
        demo.load_demo(killed_late, people=20, days=3)
    assert (User.objects.count(), DomainEvent.objects.count()) == (0, 0)
    assert demo.load_demo(silent, people=20, days=3)
    before = (User.objects.count(), DomainEvent.objects.count())
    assert not demo.load_demo(silent, people=20, days=3)
    assert (User.objects.count(), DomainEvent.objects.count()) == before


def test_the_photos_come_as_anybodys_do(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST", 2)
    demo.load_demo(silent, people=20, days=3)
    assert set(Photo.objects.values_list("state", flat=True)) == {"planned"}
    assert pictures.take(silent) == 2
    assert pictures.take(silent) == 0
    for photo in Photo.objects.all():
        assert photo.is_ready
        assert (media / "photos" / str(photo.stem) / "small.webp").exists()


@pytest.mark.parametrize("food", ["apple", "bread", "cabbage", "jam", "kale", "leek", "nappy"])
def test_each_picture_is_one_and_looks_otherwise_each_time(food: str) -> None:
    one, other = (picture_of(food, "leafy-greens-herbs", seed) for seed in ("a", "b"))
    assert one != other
    assert picture_of(food, "leafy-greens-herbs", "a") == one
    assert Image.open(BytesIO(one)).size == (1200, 900)
