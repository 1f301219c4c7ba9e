"""What the service worker is told of the site."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import loader
from django.urls import reverse
from django.utils import translation

from foodcoord.pwa.shell import Shell, digest

ID = "[0-9a-f-]{36}"


def told_to_worker(shell: Shell) -> dict[str, Any]:
    """Which files to keep, where things are, and which forms may wait for a connection.

    The version changes with any of that, and with the page that a device keeps for when it is
    offline: else a browser would go on with what it was told first.
    """
    told = _told(shell)
    pages = _offline_pages_once() if shell.hashed else _offline_pages()
    return {"version": digest(shell.version, json.dumps(told), *pages), **told}


def offline_page() -> str:
    """The same for everybody who reads its language."""
    return loader.render_to_string("pwa/offline.html")


def _offline_pages() -> list[str]:
    pages = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages.append(offline_page())
    return pages


@lru_cache(maxsize=1)
def _offline_pages_once() -> list[str]:
    return _offline_pages()


def _told(shell: Shell) -> dict[str, Any]:
    return {
        "files": shell.files,
        "hashed": shell.hashed,
        "offline": reverse("pwa:offline"),
        "foods": reverse("pwa:foods"),
        "token": reverse("pwa:token"),
        "share": reverse("pwa:share_target"),
        "shared": f"{reverse('listings:create')}?shared",
        "food_search": reverse("catalog:food_search"),
        # Parts of the share form that have nothing to add offline.
        "parts": [reverse("listings:units"), reverse("listings:safety")],
        "pinned": [reverse("listings:create"), reverse("requests:create")],
        "forms": {
            "listing": f"^{reverse('listings:create')}$",
            "request": f"^{reverse('requests:create')}$",
            "message": f"^{reverse('conversations:list')}{ID}/$",
            "hand_over": f"^{reverse('commitments:list')}{ID}/hand-over/$",
        },
    }
