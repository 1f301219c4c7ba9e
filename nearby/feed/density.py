"""How much there is where: the nearest posts counted by public cell, for the map."""

from collections import Counter

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from core.geo.cells import Point
from nearby.feed.circles import map_circle
from nearby.feed.filters import Filters
from nearby.feed.nearest import statement_of, values_of

MOST = 150
COUNTED = (
    "SELECT kind, left(geohash, public_precision), count(*) FROM ({nearest}) AS nearest "
    "GROUP BY 1, 2"
)
Counts = Counter[tuple[str, str]]


def by_cell(
    *, viewer: User | AnonymousUser, filters: Filters, here: Point, radius_km: float
) -> Counts:
    """Counts of the nearest posts, at most `MOST`, by cell and kind.

    Args:
        viewer: who looks; decides what is shown.
        filters: what they look for.
        here: from where.
        radius_km: kilometres; the map may hold a little more than a list cut there.
    """
    circle = map_circle(here, radius_km)
    nearest = statement_of(viewer, filters, circle, paged=False)
    with connection.cursor() as cursor:
        values = values_of(viewer, filters, circle, MOST, None)
        cursor.execute(COUNTED.format(nearest=nearest), values)
        return Counter({(cell, kind): count for kind, cell, count in cursor.fetchall()})
