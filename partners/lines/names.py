"""What foods are called: the catalog's English names, and before them our own list of what need
lists say."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.enums import NameLanguage, Storage
from catalog.models import Category, Food
from partners.lines.phrases import Phrase, phrase

OWN = Path(__file__).parent.parent / "data" / "phrases.csv"
ANY = "* "
CATEGORY = "category:"
NO_FOOD = "-"


@dataclass(frozen=True)
class Means:
    """What a phrase asks for, by slug: foods, or anything of a category; neither when it is known
    to be none of ours."""

    foods: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.foods or self.categories)


@dataclass(frozen=True)
class Kept:
    """What the mapping must know of a food: how it is packed and where it is kept."""

    category: str
    storage: str
    units: frozenset[str]

    @property
    def is_shelved(self) -> bool:
        """Whether it stands in a cupboard."""
        return self.storage == Storage.AMBIENT


class Names:
    """Phrases and what they mean, in memory: read once a run."""

    def __init__(self, foods: Iterable[Food], categories: Iterable[Category]) -> None:
        """
        Args:
            foods: curated, with their units, category and synonyms.
            categories: all.
        """
        by_slug = {food.slug: food for food in foods}
        self.kept: Mapping[str, Kept] = {slug: _kept(food) for slug, food in by_slug.items()}
        self._own: dict[Phrase, Means] = {}
        self._heads: dict[Phrase, Means] = {}
        for text, means in own_phrases(OWN):
            said = phrase(text.removeprefix(ANY))
            if text.startswith(ANY):
                self._heads[said] = means
            self._own[said] = means
        self._catalog = _unambiguous(by_slug.values())
        self._categories = {phrase(row.name_en): Means((), (row.slug,)) for row in categories}
        self._turned = _turned({**self._catalog, **self._own})

    def known(self, asked: Phrase) -> Means | None:
        """What exactly this phrase means; None when nobody has said."""
        for source in (self._own, self._catalog, self._categories):
            if (means := source.get(asked)) is not None:
                return means
        return None

    def turned(self, asked: Phrase) -> Means | None:
        """As `known`, the words in any order: `milk oat`."""
        return self._turned.get(_unordered(asked))

    def headed(self, asked: Phrase) -> Means | None:
        """What its last words mean, where the words before say only which kind: `lemon squash`."""
        for first in range(1, len(asked.words)):
            tail = Phrase(asked.words[first:], asked.forms)
            if (means := self._heads.get(tail)) is not None:
                return means
        return None


def load_names() -> Names:
    """The names as the catalog has them now; four queries."""
    foods = Food.objects.curated().with_units().prefetch_related("synonyms")
    return Names(foods, Category.objects.all())


def own_phrases(path: Path) -> Iterator[tuple[str, Means]]:
    """The rows of our own list.

    Raises:
        ValueError: a row means nothing.
    """
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            means = row["means"].split()
            if not means:
                raise ValueError(f"{path.name}: {row['phrase']} is said to mean nothing at all")
            named = [slug for slug in means if slug != NO_FOOD]
            yield (
                row["phrase"],
                Means(
                    tuple(slug for slug in named if not slug.startswith(CATEGORY)),
                    tuple(s.removeprefix(CATEGORY) for s in named if s.startswith(CATEGORY)),
                ),
            )


def _kept(food: Food) -> Kept:
    return Kept(food.category.slug, food.storage, frozenset(food.unit_weights()))


def _unambiguous(foods: Iterable[Food]) -> dict[Phrase, Means]:
    """A food's own name counts more than another's synonym; what two are called means neither."""
    named: dict[Phrase, set[str]] = {}
    called: dict[Phrase, set[str]] = {}
    for food in foods:
        for text in (food.name_en, food.slug.replace("-", " ")):
            named.setdefault(phrase(text), set()).add(food.slug)
        for synonym in food.synonyms.all():
            if synonym.language == NameLanguage.ENGLISH:
                called.setdefault(phrase(synonym.name), set()).add(food.slug)
    return {
        said: Means((next(iter(slugs)),))
        for said, slugs in {**called, **named}.items()
        if len(slugs) == 1
    }


def _turned(known: Mapping[Phrase, Means]) -> dict[Phrase, Means]:
    turned: dict[Phrase, set[Means]] = {}
    for said, means in known.items():
        turned.setdefault(_unordered(said), set()).add(means)
    return {said: next(iter(means)) for said, means in turned.items() if len(means) == 1}


def _unordered(said: Phrase) -> Phrase:
    return Phrase(tuple(sorted(said.words)), said.forms)
