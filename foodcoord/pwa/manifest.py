"""What a phone is told of the site when it is installed, in the person's language."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# `--paper` of static/css/tokens.css, light; the same as the page's own theme colour.
PAPER = "#faf6ee"
PICTURES = ["image/jpeg", "image/png", "image/webp"]


def manifest() -> dict[str, Any]:
    """A web app manifest."""
    return {
        "id": "/",
        "lang": get_language(),
        "dir": "ltr",
        "name": _("FoodCoord: surplus food near you"),
        "short_name": "FoodCoord",
        "description": _("Share surplus food with people near you, and ask for what you need."),
        "start_url": reverse("nearby:home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "categories": ["food", "social"],
        "icons": [
            _icon("icon-192", 192),
            _icon("icon-512", 512),
            {**_icon("icon-maskable-512", 512), "purpose": "maskable"},
        ],
        "shortcuts": [
            _shortcut(_("Share food"), reverse("listings:create"), "shortcut-share"),
            _shortcut(_("Ask for food"), reverse("requests:create"), "shortcut-ask"),
            _shortcut(_("My exchanges"), reverse("commitments:list"), "shortcut-exchanges"),
        ],
        "share_target": {
            "action": reverse("pwa:share_target"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "photos", "accept": PICTURES}],
            },
        },
    }


def _icon(name: str, size: int) -> dict[str, str]:
    return {
        "src": static(f"icons/{name}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
    }


def _shortcut(name: str, url: str, icon: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [_icon(icon, 96)]}
