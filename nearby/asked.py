"""What the home page was asked for. Nothing is refused: what cannot be counts as not said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from catalog.enums import Diet
from catalog.models import Category
from nearby.enums import Kind
from nearby.feed.filters import Filters, look_up
from nearby.places import asked_km, is_public_cell

LONGEST_WORDS = 100
LIST, MAP = "list", "map"


@dataclass(frozen=True)
class Asked:
    """The filters of a page's address, read leniently."""

    kind: str
    category: Category | None
    categories: Sequence[Category]
    diets: tuple[str, ...]
    words: str
    within: str
    own_too: bool
    cell: str
    view: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.category or self.diets or self.words)

    def filters(self) -> Filters:
        return Filters(
            kind=Kind(self.kind) if self.kind else None,
            category=self.category,
            words=look_up(self.words),
            diets=self.diets,
            others_only=not self.own_too,
        )

    def url(self, **changes: Any) -> str:
        """The page's address with these filters, and with `changes`."""
        said = {
            "q": self.words,
            "kind": self.kind,
            "category": self.category.slug if self.category else "",
            "diet": list(self.diets),
            "within": self.within,
            "own": "1" if self.own_too else "",
            "cell": self.cell,
            "view": self.view if self.view != LIST else "",
            **changes,
        }
        query = urlencode({name: value for name, value in said.items() if value}, doseq=True)
        return f"?{query}"

    @property
    def list_url(self) -> str:
        return self.url(view="")

    @property
    def map_url(self) -> str:
        return self.url(view=MAP)

    @property
    def elsewhere_url(self) -> str:
        """From another cell: its name comes at the end."""
        return self.url(cell="") + ("&" if self.url(cell="") != "?" else "") + "cell="

    @property
    def back_url(self) -> str:
        """From a cell of the map to where one looked from before."""
        return self.url(cell="")

    @property
    def unfiltered_url(self) -> str:
        return self.url(q="", kind="", category="", diet=[])

    @property
    def own_too_url(self) -> str:
        return self.url(own="1")

    @property
    def unfolded_url(self) -> str:
        """Without what is chosen behind “Filters”."""
        return self.url(category="", diet=[], within="", own="")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of filters carries along."""
        kept = {"cell": self.cell, "view": self.view}
        return [(name, value) for name, value in kept.items() if value and value != LIST]


def read_asked(said: QueryDict) -> Asked:
    """The filters an address names."""
    categories = list(Category.objects.all())
    slug = said.get("category", "")
    kind = said.get("kind", "")
    diets = said.getlist("diet")
    view, cell = said.get("view", ""), said.get("cell", "").lower()
    return Asked(
        kind=kind if kind in Kind.values else "",
        category=next((row for row in categories if row.slug == slug), None),
        categories=categories,
        diets=tuple(diet for diet in Diet.values if diet in diets),
        words=" ".join(said.get("q", "").replace("\0", "").split())[:LONGEST_WORDS],
        within=str(asked_km(said.get("within", "")) or ""),
        own_too=said.get("own") == "1",
        cell=cell if is_public_cell(cell) else "",
        view=view if view == MAP else LIST,
    )
