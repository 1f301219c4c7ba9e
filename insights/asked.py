"""Reading which place and window somebody asks about."""

import math
import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from catalog.models import KEBAB
from core.errors import Invalid
from core.geo.cells import PRECISIONS, Point, is_cell
from insights.enums import Window


def window_of(asked: Mapping[str, str]) -> int:
    """The window in days; a week by default.

    Raises:
        Invalid: on `window`.
    """
    text = asked.get("window") or str(Window.WEEK.value)
    if text not in {str(days) for days in Window.values}:
        raise Invalid(window=_("Choose 7, 14 or 30 days."))
    return int(text)


def slug_of(asked: Mapping[str, str]) -> str:
    """The category asked for; empty where none is.

    Raises:
        Invalid: on `category`.
    """
    slug = asked.get("category", "")
    if slug and not re.fullmatch(KEBAB, slug):
        raise Invalid(category=_("Give a category by its slug."))
    return slug


def cell_of(asked: Mapping[str, str]) -> str:
    """The cell asked for, or an empty string.

    Raises:
        Invalid: on `cell`.
    """
    cell = asked.get("cell", "").lower()
    if cell and not (is_cell(cell) and len(cell) in PRECISIONS):
        raise Invalid(cell=_("Give a geohash of 4 to 6 characters."))
    return cell


def point_of(asked: Mapping[str, str]) -> Point | None:
    """The place asked for, in degrees; None when neither `lat` nor `lon` is given.

    Raises:
        Invalid: on `lat` or `lon`, or both.
    """
    if not asked.get("lat") and not asked.get("lon"):
        return None
    wrong = {}
    degrees = {}
    for name, limit in (("lat", 90.0), ("lon", 180.0)):
        try:
            degrees[name] = float(asked.get(name, ""))
        except ValueError:
            degrees[name] = math.nan
        if not abs(degrees[name]) <= limit:
            wrong[name] = _("Give degrees between %(low)s and %(high)s.") % {
                "low": f"-{limit:.0f}",
                "high": f"{limit:.0f}",
            }
    if wrong:
        raise Invalid(**wrong)
    return Point(**degrees)
