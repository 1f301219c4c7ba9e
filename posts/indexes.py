from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db.models import F, Func, Q


def nearest_index(name: str, condition: Q) -> GistIndex:
    """For searches nearest first: the category as a range, and the centre of the public cell.

    Core Postgres has no GiST class for plain integers; a range of one is as selective, needs no
    extension, and lets one index serve searches with and without a category.

    Args:
        name: of the index.
        condition: what can still be found.
    """
    category = Func(
        F("category_id"),
        F("category_id") + 1,
        function="int4range",
        template="%(function)s(%(expressions)s)",
    )
    return GistIndex(
        OpClass(category, name="range_ops"),
        OpClass(F("location"), name="point_ops"),
        name=name,
        condition=condition,
    )
