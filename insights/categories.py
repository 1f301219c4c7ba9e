"""Names of categories; figures and signals know slugs only."""

from collections.abc import Collection

from django.utils import translation

from catalog.models import Category


def names(slugs: Collection[str] | None = None) -> dict[str, str]:
    """Slug → name in the active language; of all categories, in their order, by default."""
    categories = Category.objects.all()
    if slugs is not None:
        categories = categories.filter(slug__in=slugs)
    return {category.slug: category.name for category in categories}


def names_by_language(slug: str, languages: Collection[str]) -> dict[str, str]:
    """Language → the category's name in it; the slug itself for one the catalog has lost."""
    category = Category.objects.filter(slug=slug).first()
    if category is None:
        return dict.fromkeys(languages, slug)
    named = {}
    for language in languages:
        with translation.override(language):
            named[language] = category.name
    return named
