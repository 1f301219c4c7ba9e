"""The names and values of tokens.css, read from it, with the contrast of what is text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

COLOUR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
SIZE = re.compile(r"--(s\d|gutter|touch|radius|round|t-[\w-]+|quick): ([^;]+);")
GROUNDS = {"on-leaf": "leaf", "on-tomato": "tomato"}
DARKENED = 0.04045


@dataclass(frozen=True)
class Colour:
    """One colour, light and dark, and how it stands out from what it is written on."""

    name: str
    light: str
    dark: str
    ground: str
    contrast_light: str
    contrast_dark: str


@dataclass(frozen=True)
class Size:
    name: str
    value: str
    is_length: bool


@lru_cache(maxsize=1)
def colours() -> list[Colour]:
    """Each colour; its contrast is to its tint, to what it lies on, or to the paper."""
    known = {name: (light, dark) for name, light, dark in COLOUR.findall(_source())}
    shown = []
    for name, (light, dark) in known.items():
        ground = GROUNDS.get(name) or name.replace("-ink", "-tint")
        if ground not in known or ground == name:
            ground = "paper"
        shown.append(
            Colour(
                name=name,
                light=light,
                dark=dark,
                ground=ground,
                contrast_light=f"{contrast(light, known[ground][0]):.1f}",
                contrast_dark=f"{contrast(dark, known[ground][1]):.1f}",
            )
        )
    return shown


@lru_cache(maxsize=1)
def sizes() -> list[Size]:
    """Space, type, radius and motion."""
    plain = re.compile(r"[\d.]+rem")
    found = SIZE.findall(_source())
    return [Size(name, value, bool(plain.fullmatch(value))) for name, value in found]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb` (WCAG 2.2), 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= DARKENED else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _source() -> str:
    return (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
