"""Where a post stands: exactly, apart from it; and in public, as a cell."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from core.errors import Invalid, TransitionForbidden
from core.geo import cells
from core.geo.models import ExactPlace, Precision, new_place
from posts.models import Post

COLUMNS = ("geohash", "location", "public_precision")


def place_for(
    *, by: User, organization: Organization | None, point: cells.Point | None
) -> tuple[ExactPlace, int]:
    """A place for a new post: the one given, else the organization's, else the person's home.

    Args:
        by: who posts.
        organization: for whom.
        point: degrees north and east.

    Returns:
        An unsaved copy, so that the post's place is its own; and how finely it is shown.

    Raises:
        Invalid: on `place`, when there is none to take.
    """
    if point is not None:
        return new_place(point), precision_of(by, organization, point)
    if organization is not None:
        place = organization.exact_place
        return new_place(place.point, place.label), organization.public_precision
    if by.home is None:
        raise Invalid(place=_("Say where: you have not set a home place yet."))
    return new_place(by.home.point, by.home.label), by.home_precision


def precision_of(by: User, organization: Organization | None, point: cells.Point) -> int:
    """How finely a chosen place is shown: in the cell of one's home no finer than the home, so
    that naming the place gives away no more than leaving it out."""
    home = organization.cell if organization is not None else by.home_cell
    if home and cells.encode(point.lat, point.lon, len(home)) == home:
        return len(home)
    return Precision.NEIGHBOURHOOD


def move(post: Post, point: cells.Point, *, by: User) -> dict[str, Any]:
    """Let a locked post stand elsewhere, while nobody counts on where it is.

    Its exact place is moved, not replaced: none is left behind. The caller saves the post.

    Returns:
        What its event says, so that the figures move from the old cells to the new ones; nothing
        when it stands there already.

    Raises:
        TransitionForbidden: a part of it is promised or gone.
    """
    place, target = post.exact_place, new_place(point)
    if (place.latitude, place.longitude) == (target.latitude, target.longitude):
        return {}
    if post.remaining != post.quantity:
        raise TransitionForbidden(
            _("The place cannot change any more: a part of this is promised or handed over."),
            {"state": post.state, "allowed": list(post.TRANSITIONS[post.state])},
        )
    moved_from = post.cell_ancestry
    place.latitude, place.longitude = target.latitude, target.longitude
    place.label = ""
    place.save(update_fields=["latitude", "longitude", "label"])
    post.take_place(place, precision=precision_of(by, post.organization, point))
    return {"moved_from": moved_from, "moved_grams": post.grams}
