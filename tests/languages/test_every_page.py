"""Every page speaks one language: the reader's."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.languages.spoken import Spoken, sentences
from tests.security.addresses import address, site
from tests.security.visits import forgotten
from tests.security.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]
AT_LEAST = 12
# Words that no sentence in Spanish or French has.
ENGLISH = re.compile(r"\b(the|and|your|you|with|from|this|that|which|who|until|are|was|of)\b", re.I)
POINT = re.compile(r"(?<![\d.,])\d+\.\d+(?![\d.])")
ONE_OF_MANY = re.compile(
    r"(?<![\d.,:/-])1 (hours|days|minutes|weeks|pieces|bunches|loaves|people|persons|areas|times|"
    r"exchanges|listings|requests|messages|neighbours|members|calls|lines|photos|places|others)\b"
)
# Names, and what stands for itself in any language.
NAMES = re.compile(r"FoodCoord|OpenStreetMap|House of |HSDS|iCalendar|GeoJSON|JSON Feed")
NEVER = ("styleguide/", "accounts/logout/")


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    return build()


def translated(language: str) -> set[str]:
    """English sentences that have another wording in that language."""
    with (settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalog = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {
        key
        for key, text in catalog.items()
        if isinstance(key, str) and len(key) >= AT_LEAST and text != key and "\x04" not in key
    }


def pages(world: World, user: User | None, language: str) -> Iterator[tuple[str, str]]:
    """(route, HTML) of each page that this person may read, in that language."""
    client = Client(headers={"Accept-Language": language})
    if user:
        user.language = language
        user.save(update_fields=["language"])
        client.force_login(user)
    for method, route in site():
        if method != "GET" or route.startswith(("api/", "admin/", *NEVER)):
            continue
        with forgotten():
            answer = client.get(address(route, world))
            if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
                continue
            html = answer.content.decode()
            assert (route, answer["Content-Language"]) == (route, language)
        yield route, html


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("who", ["nobody", "gina"])
def test_page_says_nothing_in_english(world: World, language: str, who: str) -> None:
    known, found = translated(language), {}
    for route, html in pages(world, getattr(world, who, None), language):
        texts = Spoken(html, language).texts
        said = {part for text in texts for part in sentences(text)}
        wrong = said & known
        wrong |= {text for text in texts if ENGLISH.search(NAMES.sub("", text)) and " " in text}
        wrong |= {text for text in texts if POINT.search(text)}
        if wrong:
            found[route] = wrong
    assert found == {}


def test_one_is_never_many(world: World) -> None:
    found = {}
    for route, html in pages(world, world.gina, "en"):
        wrong = {text for text in Spoken(html, "en").texts if ONE_OF_MANY.search(text)}
        if wrong:
            found[route] = wrong
    assert found == {}
