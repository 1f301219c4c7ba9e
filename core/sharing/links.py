"""What a page says of itself to those who preview a link to it (Open Graph)."""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.translation import get_language

from core.linked_data import whole_url

LOCALES = {"en": "en_GB", "es": "es_ES", "fr": "fr_FR"}
SITE_CARD = "share/card.png"


@dataclass(frozen=True)
class Shared:
    """A page to pass on: its name, one sentence, its address and its picture, both whole."""

    title: str
    text: str
    url: str
    image: str

    @property
    def locale(self) -> str:
        """The language it is told in, as Open Graph writes it."""
        return LOCALES.get((get_language() or "en")[:2], LOCALES["en"])


def with_site_card(title: str, text: str, path: str) -> Shared:
    """A page without a picture of its own."""
    return Shared(title, text, whole_url(path), whole_url(static(SITE_CARD)))
