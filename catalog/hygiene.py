"""What to mind when food changes hands, by category. docs/food-safety.md names the sources."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

_COLD = _("Keep it at 5 °C or below until the hand-over, and take it home in a cool bag.")
_CLEAN = _("Wash your hands before you pack it, and use clean containers with a lid.")
_WASH = _("Wash it in running water before eating.")

NOTES: Mapping[str, Sequence[StrOrPromise]] = {
    "vegetables": (_WASH,),
    "leafy-greens-herbs": (_WASH, _("Keep it cool, and use it within a few days of cutting.")),
    "roots-potatoes": (
        _("Keep it dark and dry. Cut away green or sprouting parts of potatoes generously."),
    ),
    "fruit": (_WASH,),
    "berries": (_WASH, _("Throw away any with mould, and those that touched it.")),
    "legumes": (_("Dried and fresh beans must be boiled well: raw they are poisonous."),),
    "eggs-dairy": (
        _COLD,
        _("Give only whole, clean eggs, unwashed, with the day they were laid."),
        _("Raw milk must be boiled before drinking: say so when it is raw."),
    ),
    "bread-bakery": (
        _("Pack it in something clean. What is filled with cream or custard is kept in a fridge."),
    ),
    "meat-fish": (
        _COLD,
        _("Keep raw meat and fish apart from everything else, tightly packed."),
        _("Cook it right through. What has thawed is not frozen again."),
    ),
    "prepared-meals": (
        _CLEAN,
        _("Cool it within two hours of cooking, then keep it at 5 °C or below."),
        _("Heat it until it steams all through, once only."),
        _("Say everything that is in it."),
    ),
    "grains-dried": (_("Keep it dry, and leave it in its own pack with the label."),),
    "tinned-jars": (
        _("Give no tins that bulge, leak or rust, and no jars whose lid has come up."),
        _("Home-made preserves need a label with what is in them and the day they were made."),
    ),
    "drinks": (_("Give only bottles that have not been opened."),),
    "baby-food": (_("Give only packs that have not been opened and are within their date."),),
    "garden-plants": (_("Be sure what it is: eat only what you both know well."),),
}


def hygiene_notes(category_slug: str) -> list[str]:
    """In the active language; none where there is nothing to mind."""
    return [str(note) for note in NOTES.get(category_slug, ())]
