"""Need lists as a source would publish them, written to files and imported by the command."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core import clock

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
FOUND = "2026-01-12T19:55:41.063"
LATER = "2026-01-16T08:00:00"
LONDON = "51.501,-0.142"


def a_list(
    slug: str = "pimlico",
    needs: str | None = "UHT Milk\nTinned Fish",
    excess: str | None = None,
    *,
    id: str = "",
    found: str = FOUND,
    name: str = "",
) -> dict[str, Any]:
    return {
        "id": id or f"{slug}-{found}",
        "found": found,
        "foodbank": {"name": name or f"{slug.title()} Foodbank", "slug": slug},
        "needs": needs,
        "excess": excess,
    }


class Importer:
    """`importer(lists)` writes the two files, runs the command, and gives the report's lines."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file, self.places = folder / "needs.json", folder / "places.csv"

    def write(self, lists: Any, places: Mapping[str, str] | str | None = None) -> None:
        if isinstance(lists, bytes):
            self.file.write_bytes(lists)
        else:
            self.file.write_text(json.dumps(lists), encoding="utf-8")
        if isinstance(places, str):
            self.places.write_text(places, encoding="utf-8")
            return
        known = places if places is not None else dict.fromkeys(_slugs(lists), LONDON)
        rows = [f'{slug},"{place}"' for slug, place in known.items()]
        self.places.write_text("\n".join(["slug,lat_lng", *rows, ""]), encoding="utf-8")

    def __call__(
        self, lists: Any, *options: str, places: Mapping[str, str] | str | None = None
    ) -> list[str]:
        self.write(lists, places)
        out = io.StringIO()
        call_command(
            "import_needs", self.file, "--places", self.places, *options, stdout=out, stderr=out
        )
        return out.getvalue().splitlines()


def _slugs(lists: Any) -> Iterable[str]:
    return [each["foodbank"]["slug"] for each in lists] if isinstance(lists, list) else []


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return Importer(tmp_path)


@pytest.fixture
def at_noon() -> Any:
    """Eight days after the lists were found."""
    with clock.at(NOW):
        yield NOW


Run = Callable[..., list[str]]
