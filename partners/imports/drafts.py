"""What lines of the three kinds say, made into what the services take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import OrganizationKind
from accounts.models import Organization
from catalog.enums import Allergen, Diet, Storage
from catalog.folding import fold
from core import clock
from core.geo.cells import Point
from listings.models import UNTIL_GONE
from partners.imports import values
from partners.imports.foods import Larder
from partners.imports.hours import opening_hours
from partners.imports.lines import Cells, Problem

UNTIL_GONE_WORDS = frozenset(
    fold(word)
    for word in (
        *("until gone", "while stocks last", "no end"),
        *("hasta agotar", "hasta agotar existencias", "sin fin"),
        *("jusqu'à épuisement", "jusqu'à épuisement du stock", "sans fin"),
    )
)
A_MOMENT = timedelta(minutes=1)
KIND_WORDS = {
    OrganizationKind.PANTRY: "pantry|food bank|foodbank|banco de alimentos|despensa|épicerie|"
    "banque alimentaire",
    OrganizationKind.KITCHEN: "kitchen|comedor|cocina|cuisine|cantine",
    OrganizationKind.SCHOOL: "school|escuela|colegio|école|collège|lycée",
    OrganizationKind.GARDEN: "garden|huerto|jardin|potager",
    OrganizationKind.FARM: "farm|granja|ferme",
    OrganizationKind.SHOP: "shop|store|market|tienda|mercado|magasin|marché",
    OrganizationKind.MUTUAL_AID: "mutual aid|ayuda mutua|entraide",
}


@dataclass(frozen=True)
class Setting:
    """What holds for all lines of a file.

    Args:
        organization: for which it is imported, with its exact place.
        language: of whoever imports: decides on dates and decimal signs.
        zone: IANA name, of times without an offset.
        larder: knows the foods.
        units: field → the unit that its header gives.
    """

    organization: Organization
    language: str
    zone: str
    larder: Larder
    units: Mapping[str, str]

    def start(self, text: str) -> datetime:
        return values.moment(text, self.language, self.zone, is_end=False)

    def end(self, text: str) -> datetime:
        if fold(text) in UNTIL_GONE_WORDS:
            return UNTIL_GONE
        return values.moment(text, self.language, self.zone, is_end=True)

    def day(self, text: str) -> Any:
        return values.day(text, self.language)

    def amount(self, text: str) -> Any:
        return values.amount(text, self.language)


def listing(cells: Cells, setting: Setting) -> dict[str, Any]:
    """What a line says of a surplus; without what it does not say.

    Raises:
        RefusedCells: with everything that is wrong.
    """
    food = cells.need("food", setting.larder.food)
    usual = food.default_unit if food else ""
    measured = _measured(cells, setting, usual)
    best_before, use_by = cells.read("best_before", setting.day), cells.read("use_by", setting.day)
    until = cells.read("available_until", setting.end)
    if until is None and (last := use_by or best_before):
        name = "use_by" if use_by else "best_before"
        until = cells.read(name, lambda _text: values.last_moment(last, setting.zone))
    if until is None and not cells.problems:
        text = _("Say until when it is there.")
        cells.problems.append(Problem("available_until", text))
    told = cells.said(
        food=food,
        **measured,
        available_from=cells.read("available_from", setting.start),
        available_until=until,
        best_before=best_before,
        use_by=use_by,
        storage=cells.read("storage", lambda text: values.choice(text, Storage)),
        allergens=cells.read("allergens", lambda text: values.several(text, Allergen)),
        diets=cells.read("diets", lambda text: values.several(text, Diet)),
        home_cooked=cells.read("home_cooked", values.flag),
        place=_place(cells),
    )
    told |= {name: cells.text(name) for name in ("title", "pickup_note", "ingredients")}
    cells.require_readable()
    return told


def request(cells: Cells, setting: Setting) -> dict[str, Any]:
    """What a line says of a need; without what it does not say.

    Raises:
        RefusedCells: with everything that is wrong.
    """
    food = cells.read("food", setting.larder.food)
    category = cells.read("category", setting.larder.category)
    if food is None and category is None and not cells.problems:
        cells.problems.append(Problem("food", _("Say what food, or at least what kind.")))
    named = food or category
    measured = _measured(cells, setting, named.default_unit if named else "")
    told = cells.said(
        food=food,
        category=category,
        **measured,
        needed_by=cells.need("needed_by", setting.end),
        diets=cells.read("diets", lambda text: values.several(text, Diet)),
        avoid_allergens=cells.read("avoid_allergens", lambda text: values.several(text, Allergen)),
        place=_place(cells),
    )
    told["note"] = cells.text("note")
    cells.require_readable()
    return told


def organization(cells: Cells, setting: Setting) -> dict[str, Any]:
    """What a line says of an organization; without what it does not say.

    Raises:
        RefusedCells: with everything that is wrong.
    """
    name = cells.need("name", str) or ""
    for needed in ("latitude", "longitude"):
        cells.need(needed, str)
    told = cells.said(
        name=name,
        kind=cells.read("kind", lambda text: values.choice(text, OrganizationKind)),
        place=_place(cells),
        opening_hours=cells.read("opening_hours", opening_hours),
        accepts=cells.read("accepts", setting.larder.categories),
        place_is_public=cells.read("place_is_public", values.flag),
    )
    told |= {name: cells.text(name) for name in ("address", "description") if cells.has(name)}
    told.setdefault("kind", _kind_by_name(name))
    cells.require_readable()
    return told


def _measured(cells: Cells, setting: Setting, usual: str) -> dict[str, Any]:
    """How much, in which unit: that of its own column, else that behind the number, else that of
    the header, else the food's usual one."""
    found = cells.need("quantity", setting.amount)
    own = cells.read("unit", values.unit)
    quantity, behind = found or (None, "")
    if own and behind and own != behind:
        text = _("The quantity is in %(one)s, and the unit says %(other)s.")
        cells.problems.append(Problem("unit", text % {"one": behind, "other": own}))
    unit = own or behind or setting.units.get("quantity", "") or usual
    return {"quantity": quantity, "unit": unit or None}


def _place(cells: Cells) -> Point | None:
    lat = cells.read("latitude", lambda text: values.degrees(text, 90))
    lon = cells.read("longitude", lambda text: values.degrees(text, 180))
    if lat is not None and lon is not None:
        return Point(lat, lon)
    if bool(cells.text("latitude")) != bool(cells.text("longitude")):
        cells.problems.append(Problem("latitude", _("Give latitude and longitude together.")))
    return None


def _kind_by_name(name: str) -> str:
    """What an organization seems to be by what it is called; `other` where that says nothing."""
    said = f" {fold(name)} "
    for kind, words in KIND_WORDS.items():
        if any(f" {fold(word)}" in said for word in words.split("|")):
            return kind
    return OrganizationKind.OTHER


def starts_now(told: dict[str, Any]) -> dict[str, Any]:
    """With a beginning, for something new: it is there from now on, or was until its end."""
    return {"available_from": min(clock.now(), told["available_until"] - A_MOMENT), **told}
