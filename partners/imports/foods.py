"""What a cell names: a food of the catalog, or a category, in any of our languages."""

from functools import cached_property, lru_cache

from django.utils.translation import gettext as _

from catalog.folding import fold
from catalog.models import Category, Food
from partners.imports.values import Unread, shown
from partners.lines.mapping import Mapper
from partners.lines.names import load_names

REMEMBERED = 5_000
LONGEST = 100


class Larder:
    """Foods and categories by what people call them; the same words are looked up once.

    A name, synonym or slug comes first. What is none of them is read as need lists are, which
    know brands, tins and jars, and is taken only where that is sure of one food.
    """

    def __init__(self) -> None:
        self._named = lru_cache(maxsize=REMEMBERED)(self._look_up)

    def food(self, text: str) -> Food:
        """The one food that is meant.

        Raises:
            Unread: none, or more than one.
        """
        food = self._named(text[:LONGEST]) if len(text) <= LONGEST else None
        if food is None:
            said = _("The catalog has no food called “%(text)s”, or several. Write its name there.")
            raise Unread(said % {"text": shown(text)})
        return food

    def category(self, text: str) -> Category:
        """The category that is meant.

        Raises:
            Unread: none is called so.
        """
        if category := self._categories.get(fold(text)):
            return category
        said = _("There is no kind of food called “%(text)s”. Use one of: %(names)s.")
        names = ", ".join(sorted({category.name for category in self._categories.values()}))
        raise Unread(said % {"text": shown(text), "names": names[:300]})

    def categories(self, text: str) -> list[Category]:
        """Several, separated by commas or semicolons."""
        parts = [part.strip() for part in text.replace(";", ",").split(",")]
        return [self.category(part) for part in parts if part]

    def _look_up(self, text: str) -> Food | None:
        foods = Food.objects.with_units()
        if (food := foods.resolve(text)) is not None:
            return food
        means = self._mapper.means(text)
        if len(means.foods) == 1 and not means.categories:
            return foods.get(slug=means.foods[0])
        return None

    @cached_property
    def _mapper(self) -> Mapper:
        return Mapper(load_names())

    @cached_property
    def _categories(self) -> dict[str, Category]:
        known: dict[str, Category] = {}
        for category in Category.objects.all():
            for name in (category.slug, category.name_en, category.name_es, category.name_fr):
                known[fold(name)] = category
        return known
