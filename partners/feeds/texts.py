"""What feeds say of posts, in the reader's language."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.units import quantity_text
from core.geo import cells, towns
from listings.models import Listing
from posts.models import Post

METRIC = "metric"


def name_of(post: Post) -> str:
    """A listing's own title, else the food or kind of food."""
    return str(post)


def title_of(post: Post) -> str:
    """`Offered: Tomato, 3 kg`, of what is left."""
    kind = pgettext("kind", "Offered") if isinstance(post, Listing) else pgettext("kind", "Needed")
    return _("%(kind)s: %(name)s, %(quantity)s") % {
        "kind": kind,
        "name": name_of(post),
        "quantity": quantity_text(post.remaining, post.unit, METRIC),
    }


def summary_of(post: Post) -> str:
    """Until when, by whom and near which town, as the clocks go there."""
    town = nearest_town(post.cell)
    parts = [_until(post, ZoneInfo(town.timezone))]
    if post.organization:
        parts.append(post.organization.name)
    return " · ".join([*parts, _("near %(town)s") % {"town": town.name}])


@lru_cache(maxsize=4096)
def nearest_town(cell: str) -> towns.Town:
    """The town nearest to the centre of a cell."""
    return towns.nearest(cells.centre(cell))


def _until(post: Post, zone: ZoneInfo) -> str:
    if post.is_until_gone:
        return _("until it is gone")
    end = getattr(post, post.END).astimezone(zone)
    return _("until %(day)s, %(time)s (%(zone)s)") % {
        "day": date_format(end, "DATE_FORMAT"),
        "time": date_format(end, "TIME_FORMAT"),
        "zone": zone.key,
    }
