"""Where somebody looks from: chosen for this visit, else home, else the site's usual place."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from core.geo import cells, towns
from core.geo.cells import Point
from nearby.feed.pages import DEFAULT_RADIUS_KM, MOST_KM

CHOSEN = "near"  # in the session: the cell chosen, never a finer place


@dataclass(frozen=True)
class Standpoint:
    """A place to look from, as coarse as others would see it; `is_home` when it is one's own."""

    cell: str
    is_home: bool = False

    @property
    def here(self) -> Point:
        return cells.centre(self.cell)

    @property
    def town(self) -> str:
        """The nearest town's name."""
        return _town(self.cell)


def standpoint(request: HttpRequest) -> Standpoint | None:
    """Where the reader of a page looks from; None for who has told no place at all."""
    for cell in (request.GET.get("cell", "").lower(), request.session.get(CHOSEN, "")):
        if is_public_cell(cell):
            return Standpoint(cell)
    home = request.user.home_cell if isinstance(request.user, User) else ""
    if home:
        return Standpoint(home, is_home=True)
    usual = usual_place()
    return Standpoint(_cell_of(usual)) if usual else None


def choose(request: HttpRequest, point: Point) -> None:
    """Look from there for the rest of the visit."""
    request.session[CHOSEN] = _cell_of(point)


def forget_choice(request: HttpRequest) -> None:
    """Look from home again."""
    request.session.pop(CHOSEN, None)


def is_public_cell(text: str) -> bool:
    """Whether it names a cell no finer than places are shown, and not a whole region."""
    return cells.is_cell(text) and len(text) in cells.PRECISIONS


def usual_place() -> Point | None:
    """`DEFAULT_PLACE`: where those look from who have told no place. None where none is set.

    Raises:
        ValueError: the setting is no place.
    """
    text: str = settings.DEFAULT_PLACE
    if not text:
        return None
    lat, lon = (float(part) for part in text.split(","))
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError(text)
    return Point(lat, lon)


def radius_km(request: HttpRequest) -> int:
    """How far to look: as asked for, else one's own limit."""
    return asked_km(request.GET.get("within", "")) or own_radius_km(request)


def asked_km(text: str) -> int:
    """A radius as an address says it; 0 for what is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_KM))
    return int(text) if is_number and 1 <= int(text) <= MOST_KM else 0


def own_radius_km(request: HttpRequest) -> int:
    """How far one looks who has not said otherwise."""
    return request.user.share_radius_km if isinstance(request.user, User) else DEFAULT_RADIUS_KM


@lru_cache(maxsize=4096)
def _town(cell: str) -> str:
    return towns.nearest(cells.centre(cell)).name


def _cell_of(point: Point) -> str:
    return cells.encode(point.lat, point.lon, cells.FINEST_PUBLIC)
