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
# Three digits after a point are thousands, in Spanish.
POINT = re.compile(r"(?<![\d.,])\d+\.(?!\d{3}\b)\d+(?![\d.])")
ONE_OF_MANY = re.compile(
    r"(?<![\d.,:/-])1 (hours|days|minutes|weeks|pieces|bunches|loaves|people|persons|areas|times|"
    r"exchanges|listings|requests|messages|neighbours|members|calls|lines|photos|places|others)\b"
)
# Names, and what stands for itself in any language: versions, time zones, coordinates.
NAMES = re.compile(
    r"FoodCoord|OpenStreetMap|HSDS( \d\.\d)?|OpenAPI( \d\.\d)?|JSON Feed|Creative Commons.*"
    r"|-?\d+\.\d+, -?\d+\.\d+|^[A-Z]\w+/[\w/ -]+$"
)
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
        if user is None and "<" in route:
            continue  # the same templates as for those who are signed in
        with forgotten():
            answer = client.get(address(route, world))
            if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
                continue
            html = answer.content.decode()
            assert (route, answer["Content-Language"]) == (route, language)
        yield route, html


def foreign(html: str, language: str, known: set[str]) -> set[str]:
    """What a page in Spanish or French says in English, or writes as English does."""
    texts = Spoken(html, language).texts
    said = {part for text in texts for part in sentences(text)}
    english = {text for text in texts if ENGLISH.search(NAMES.sub("", text)) and " " in text}
    return (said & known) | english | {text for text in texts if POINT.search(NAMES.sub("", text))}


def test_every_page_speaks_the_readers_language(world: World) -> None:
    found: list[str] = []
    for language, who in ((OTHERS[0], None), *((code, world.gina) for code in OTHERS)):
        known = translated(language)
        for route, html in pages(world, who, language):
            found += [f"{language} {route}: {text}" for text in foreign(html, language, known)]
    for route, html in pages(world, world.gina, "en"):
        texts = Spoken(html, "en").texts
        found += [f"en {route}: {text}" for text in texts if ONE_OF_MANY.search(text)]
    assert not found, "\n".join(sorted(found))
