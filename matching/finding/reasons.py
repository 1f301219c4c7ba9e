"""Why the two match, in whole sentences with their numbers."""

from django.utils.translation import gettext as _

from accounts.presenters import distance_text
from catalog.units import weight_text
from core import clock
from core.moments import moment, until
from listings.models import Listing
from matching.enums import Closeness
from matching.finding.rule import Match
from posts.presenters import Viewer, allergen_labels, diet_labels, units_of


def reasons(match: Match, viewer: Viewer) -> list[str]:
    """In the viewer's language and units, what counts most first: which food, how much of it,
    how far, until when, and what it suits."""
    told = [_food(match), _amount(match, viewer)]
    told += [distance_text(match.distance_km, units_of(viewer)), *_times(match), *_suits(match)]
    return [sentence[:1].upper() + sentence[1:] for sentence in told if sentence]


def _food(match: Match) -> str:
    offered, asked = match.listing.subject_name, match.request.subject_name
    if match.closeness == Closeness.SAME_FOOD:
        return _("Exactly what is asked for: %(food)s") % {"food": offered}
    if match.closeness == Closeness.SAME_NAME:
        return _("Another name for the same: %(food)s") % {"food": offered}
    if match.closeness == Closeness.WHOLE_CATEGORY:
        return _("Anything of this kind is asked for: %(category)s") % {"category": asked}
    return _("Not %(food)s, but of the same kind: %(category)s") % {
        "food": asked,
        "category": match.listing.category.name,
    }


def _amount(match: Match, viewer: Viewer) -> str:
    if not (match.offered_grams and match.needed_grams):
        return ""
    if match.covers_all:
        return _("Covers all of it")
    units = units_of(viewer)
    return _("Covers %(offered)s of %(needed)s") % {
        "offered": weight_text(match.offered_grams, units),
        "needed": weight_text(match.needed_grams, units),
    }


def _times(match: Match) -> list[str]:
    told = []
    if match.listing.available_from > clock.now():
        told.append(_("From %(start)s") % {"start": moment(match.listing.available_from).text})
    told.append(_end(match.listing))
    needed = moment(match.request.needed_by).text
    return [*told, _("Needed by %(end)s") % {"end": needed}]


def _end(listing: Listing) -> str:
    if listing.is_until_gone:
        return _("Until it is gone")
    return until(listing.available_until).text


def _suits(match: Match) -> list[str]:
    told = []
    if match.request.diets:
        names = ", ".join(diet_labels(match.request.diets))
        told.append(_("Suits the diet asked for: %(diets)s") % {"diets": names})
    if match.request.avoid_allergens:
        names = ", ".join(allergen_labels(match.request.avoid_allergens))
        told.append(_("Without what is avoided: %(allergens)s") % {"allergens": names})
    return told
