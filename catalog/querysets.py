from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from catalog.folding import LOOSE, fold, inflections
from catalog.languages import catalog_language

if TYPE_CHECKING:
    from catalog.models import Food

LONGEST_TEXT = 100
KEBAB = re.compile(r"[a-z0-9-]{1,120}")
MOST_WORDS = 8
# Words too common to search by, unless nothing else was typed.
SMALL_WORDS = frozenset(
    [
        "a",
        "al",
        "an",
        "and",
        "au",
        "aux",
        "con",
        "d",
        "de",
        "del",
        "des",
        "du",
        "e",
        "el",
        "en",
        "et",
        "for",
        "l",
        "la",
        "las",
        "le",
        "les",
        "los",
        "of",
        "the",
        "to",
        "y",
    ]
)
IMPORTED_AFTER = 10  # added to the standing of what is not curated: more than any match is worth
ALIKE = 20  # more names than this that say the same are as good as none


class FoodQuerySet(QuerySet["Food"]):
    """Reads of the catalog. All of it is public."""

    def with_units(self) -> FoodQuerySet:
        """With category and units, in two queries whatever the number of rows."""
        return self.select_related("category").prefetch_related("unit_rows")

    def curated(self) -> FoodQuerySet:
        return self.filter(curated=True)

    def in_category(self, slug: str) -> FoodQuerySet:
        return self.filter(category__slug=slug)

    def listed(self, language: str | None = None) -> FoodQuerySet:
        """Ours before imported ones, then by name in a language."""
        return self.order_by(*list_order(language))

    def search(self, text: str, language: str | None = None) -> FoodQuerySet:
        """Foods known by all the words of `text`, in any language, best match first.

        A word matches the beginning of a word of a name, or its singular or plural. Ours come
        before imported ones; then exact names, names in `language` that begin so, others.

        Args:
            text: what a person typed; nothing but punctuation finds nothing.
            language: `en`, `es` or `fr`; the active one by default.
        """
        words = _words(text)
        if not words:
            found = self.none().annotate(standing=Value(0))
            return found if text.strip() else self.listed(language)
        phrase, sort = " ".join(words), sort_field(language)
        quality = Case(
            When(Q(**{sort: phrase}), then=0),
            When(search__regex=_line(words), then=1),
            When(**{f"{sort}__startswith": phrase}, then=2),
            When(search__contains=f"\n{phrase}", then=3),
            default=4,
            output_field=IntegerField(),
        )
        standing = quality + Case(When(curated=True, then=0), default=Value(IMPORTED_AFTER))
        return self.knowing(words).annotate(standing=standing).order_by(*search_order(language))

    def knowing(self, words: list[str]) -> FoodQuerySet:
        """Foods whose names hold all of these folded words; served by the full-text index."""
        asked = " & ".join(
            f"({' | '.join([f'{word}:*', *inflections(word)])})" for word in _telling(words)
        )
        document = SearchVector("search", config="simple")
        query = SearchQuery(asked, config="simple", search_type="raw")
        return self.annotate(document=document).filter(document=query)

    def resolve(self, text: str, language: str | None = None) -> Food | None:
        """The one food that `text` names: by slug, name, synonym or scientific name, in any
        language, singular or plural. None when nothing or more than one thing is so called."""
        slug = text.strip().lower()
        by_slug = self.filter(slug=slug).first() if KEBAB.fullmatch(slug) else None
        if by_slug and by_slug.curated:
            return by_slug
        closest = self._closest(text, language)
        if by_slug and not any(food.curated for food in closest):
            return by_slug
        return closest[0] if len(closest) == 1 else None

    def _closest(self, text: str, language: str | None) -> list[Food]:
        """The foods that exactly `text` names, and equally surely."""
        words = _words(text)
        if not words:
            return []
        named = Q(search__regex=_line(words)) | Q(search__regex=_line(words, LOOSE))
        found = list(self.knowing(words).filter(named).order_by("-curated", "id")[:ALIKE])
        ranked = [(_closeness(food, words, language), food) for food in found]
        best = min((rank for rank, _ in ranked), default=None)
        return [food for rank, food in ranked if rank == best]


def sort_field(language: str | None = None) -> str:
    return f"sort_{catalog_language(language)}"


def list_order(language: str | None = None) -> tuple[str, ...]:
    """A unique order for browsing, served by an index."""
    return ("-curated", sort_field(language), "id")


def search_order(language: str | None = None) -> tuple[str, ...]:
    """A unique order for what `search` found by words."""
    return ("standing", sort_field(language), "id")


def _words(text: str) -> list[str]:
    return fold(text[:LONGEST_TEXT]).split()[:MOST_WORDS]


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in SMALL_WORDS] or words


def _line(words: list[str], mark: str = "") -> str:
    """A pattern for a line of `search` that says these folded words, in singular or plural."""
    return "\n" + mark + " ".join(f"({'|'.join(inflections(word))})" for word in words) + "\n"


def _closeness(food: Food, words: list[str], language: str | None) -> tuple[bool, int]:
    """How surely a food is meant; less is surer. Ours before imported ones."""
    phrase = " ".join(words)
    signs = (
        getattr(food, sort_field(language)) == phrase,
        phrase in (food.sort_en, food.sort_es, food.sort_fr),
        f"\n{phrase}\n" in food.search,
        re.search(_line(words), food.search) is not None,
        f"\n{LOOSE}{phrase}\n" in food.search,
        True,
    )
    return not food.curated, signs.index(True)
