"""Text keeps 4.5:1 and the edges of controls 3:1, light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest
from django.conf import settings

TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)",
        (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(),
    )
}
TEXT = [
    *[("ink", on) for on in ("paper", "raised", "sunken", "leaf-tint", "honey-tint")],
    *[("ink-soft", on) for on in ("paper", "raised", "sunken", "leaf-tint")],
    *[("leaf-ink", on) for on in ("paper", "raised", "sunken", "leaf-tint")],
    *[(f"{tone}-ink", f"{tone}-tint") for tone in ("tomato", "honey", "sky")],
    *[(f"{tone}-ink", "raised") for tone in ("tomato", "honey", "sky")],
    *[("on-leaf", on) for on in ("leaf", "leaf-strong")],
    *[("on-tomato", on) for on in ("tomato", "tomato-strong")],
    ("paper", "ink"),
]
EDGES = [
    *[("line-strong", on) for on in ("paper", "raised", "sunken")],
    *[("focus", on) for on in ("paper", "raised", "sunken", "leaf-tint", "tomato-tint")],
    *[("leaf-fresh", on) for on in ("paper", "raised", "sunken")],
]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2, definition)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [*[(*pair, 4.5) for pair in TEXT], *[(*pair, 3.0) for pair in EDGES]],
)
def test_colours_keep_their_contrast(front: str, back: str, least: float, theme: int) -> None:
    assert contrast(TOKENS[front][theme], TOKENS[back][theme]) >= least
