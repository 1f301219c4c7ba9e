"""The languages the catalog is written in."""

from django.utils.translation import get_language

LANGUAGES = ("en", "es", "fr")


def catalog_language(code: str | None = None) -> str:
    """The catalog's language for a code such as `es-mx`, or for the active one; else English."""
    short = (code or get_language() or "en").split("-")[0].lower()
    return short if short in LANGUAGES else "en"
