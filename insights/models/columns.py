"""Columns that derived rows share."""

from __future__ import annotations

from django.db import models


class CellField(models.CharField[str, str]):
    """A geohash of 4 to 6 characters, in an order that keeps a cell beside what it contains."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 6, "db_collation": "C", **kwargs})  # type: ignore[arg-type]


class SlugColumn(models.CharField[str, str]):
    """A category's slug; empty for the total of all of them."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 120, "db_collation": "C", "blank": True, **kwargs})  # type: ignore[arg-type]
