"""A column of Postgres' own `point` type, for nearest-first searches."""

from typing import Any

from django.db import models


class MercatorPointField(models.Field[tuple[float, float], tuple[float, float]]):
    """`(x, y)` in Web Mercator metres."""

    description = "A point in Web Mercator metres"

    def db_type(self, connection: Any) -> str:
        return "point"

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else f"({value[0]!r},{value[1]!r})"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::point"

    def from_db_value(
        self, value: str | None, expression: Any, connection: Any
    ) -> tuple[float, float] | None:
        if value is None:
            return None
        x, y = value.strip("()").split(",")
        return float(x), float(y)
