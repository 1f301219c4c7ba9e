"""Posts as ready strings, so that templates only place them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.presenters import area_map, area_sentence, distance_text
from catalog.enums import Allergen, Diet
from catalog.units import quantity_text
from core import clock
from core.geo.drawing import AreaMap
from core.moments import Told, moment, until
from posts.models import Post
from posts.permissions import can_act_on

Viewer = User | AnonymousUser
SOON = timedelta(hours=6)
ENTRY = UUID(int=0)  # stands for each id in one reversed address


@dataclass(frozen=True, kw_only=True)
class Card:
    """One post in a list; see `components/cards.html`. `cell` ties it to an area of a map."""

    url: str
    kind: str
    kind_label: str
    title: str
    quantity: str
    picture: str
    when: str
    when_iso: str
    when_title: str
    urgent: bool
    who: str
    where: str = ""
    tags: Sequence[str] = ()
    warnings: Sequence[str] = ()
    state_label: str = ""
    state_tone: str = "neutral"
    photo_url: str = ""
    cell: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One of one's own posts; see `components/rows.html`."""

    url: str
    title: str
    text: str
    picture: str
    badge: str
    badge_tone: str
    meta: str = ""
    initial: str = ""
    photo_url: str = ""


@dataclass(frozen=True)
class Fact:
    """A line of a definition list."""

    label: str
    text: str
    iso: str = ""
    exact: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the page of one post says, whichever kind it is."""

    title: str
    picture: str
    kind_label: str
    state_label: str
    state_tone: str
    state_text: str
    facts: Sequence[Fact]
    tags: Sequence[str]
    warnings: Sequence[str]
    words: str
    words_label: str
    area: str
    map: AreaMap
    is_own: bool
    is_open: bool = field(default=False)
    notes: Sequence[str] = ()  # what to mind with such food
    cautions: Sequence[str] = ()  # what speaks against it for the viewer


def units_of(viewer: Viewer) -> str:
    """The system in which the viewer counts."""
    return viewer.units if isinstance(viewer, User) else "metric"


def address(name: str, post: Post) -> str:
    return _address(name).replace(str(ENTRY), str(post.pk))


def end_told(post: Post) -> Told:
    """`until Sunday 18:00`; of what is over, when that was."""
    end = getattr(post, post.END)
    if post.is_until_gone:
        return Told(_("until it is gone"), end.isoformat(), _("until it is gone"))
    if end > clock.now():
        return until(end)
    told = moment(end)
    return Told(_("ended %(when)s") % {"when": told.text}, told.iso, told.exact)


def is_urgent(post: Post) -> bool:
    """Whether it ends within a few hours."""
    ahead: timedelta = getattr(post, post.END) - clock.now()
    return timedelta(0) < ahead < SOON


def amount(post: Post, viewer: Viewer) -> str:
    """What the whole is, as the viewer counts: `3 kg`."""
    return quantity_text(post.quantity, post.unit, units_of(viewer))


def left(post: Post, viewer: Viewer) -> str:
    """What remains of it: `1.5 kg`."""
    return quantity_text(post.remaining, post.unit, units_of(viewer))


def who(post: Post, viewer: Viewer) -> str:
    """The organization, the viewer, or a neighbour: pages never name a person before there is a
    promise."""
    if post.organization:
        return post.organization.name
    return _("You") if can_act_on(viewer, post) else _("A neighbour")


def row_text(post: Post, viewer: Viewer) -> str:
    """`3 kg · until Sunday 18:00`, and for which organization."""
    parts = [amount(post, viewer), end_told(post).text]
    return " · ".join([*parts, post.organization.name] if post.organization else parts)


def where(distance_km: float | None, viewer: Viewer) -> str:
    return "" if distance_km is None else distance_text(distance_km, units_of(viewer))


def diet_labels(diets: Sequence[str]) -> list[str]:
    labels = dict(Diet.choices)
    return [str(labels[diet]) for diet in diets]


def allergen_labels(allergens: Sequence[str]) -> list[str]:
    labels = dict(Allergen.choices)
    return [str(labels[allergen]) for allergen in allergens]


def shared_facts(post: Post, viewer: Viewer) -> list[Fact]:
    """How much, what is left or promised, until when, by whom."""
    told = end_told(post)
    facts = [Fact(_("How much"), amount(post, viewer))]
    if post.remaining != post.quantity:
        facts.append(Fact(_("Still open"), left(post, viewer)))
    if can_act_on(viewer, post):
        facts += _own_books(post, viewer)
    who_label = _("From") if post.subject_type == "listing" else _("For")
    return [
        *facts,
        Fact(_("When"), told.text, "" if post.is_until_gone else told.iso, told.exact),
        Fact(who_label, who(post, viewer)),
    ]


def day_text(day: date) -> str:
    """A calendar day: `Sunday 22 November`."""
    return f"{date_format(day, 'l')} {date_format(day, 'MONTH_DAY_FORMAT')}"


def places(post: Post, viewer: Viewer) -> dict[str, Any]:
    """The area as a sentence and a map."""
    units = units_of(viewer)
    return {"area": area_sentence(post.cell, units), "map": area_map(post.cell, units)}


def _own_books(post: Post, viewer: Viewer) -> list[Fact]:
    units = units_of(viewer)
    known = [(_("Promised"), post.promised), (_("Handed over"), post.handed_over)]
    return [
        Fact(label, quantity_text(quantity, post.unit, units))
        for label, quantity in known
        if quantity
    ]


@cache
def _address(name: str) -> str:
    return reverse(name, args=[ENTRY])
