"""What a page says, said again for programs: schema.org in JSON-LD."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.api.renderers import dumps
from core.geo import cells

# No text can end the element, or a line of a script.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
Linked = dict[str, Any]


def script_of(linked: Mapping[str, Any]) -> SafeString:
    """The element for a page's head. It holds data, which no browser runs: a strict
    Content-Security-Policy asks for no nonce on it.

    Args:
        linked: one schema.org thing, with its `@type`.
    """
    text = dumps({"@context": "https://schema.org", **linked}).decode().translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


def whole_url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def area_of(cell: str) -> Linked:
    """A cell as a place: an area, and no point in it."""
    box = cells.bounds(cell)
    edges = (box.south, box.west, box.north, box.east)
    shape = {"@type": "GeoShape", "box": " ".join(f"{edge:.6f}" for edge in edges)}
    return {"@type": "Place", "geo": shape}
