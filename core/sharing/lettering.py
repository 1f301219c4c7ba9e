"""Words in the site's own face, on a picture."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from django.conf import settings
from PIL import ImageDraw, ImageFont

INTER = settings.BASE_DIR / "static" / "vendor" / "inter"
LATIN, LATIN_EXT = "inter-latin-400-700.woff2", "inter-latin-ext-400-700.woff2"
# What each file holds, as `unicode-range` says in tokens.css: letters, and what is between them.
IN_LATIN = ((0x20, 0xFF), (0x131, 0x131), (0x152, 0x153), (0x2000, 0x206F), (0x20AC, 0x20AC))
IN_LATIN_EXT = ((0x100, 0x2BA), (0x1E00, 0x1E9F), (0x1EF2, 0x1EFF))
ELLIPSIS = "…"


@cache
def face(file: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """One file of Inter at a size in pixels and a weight from 400 to 700."""
    font = ImageFont.truetype(str(INTER / file), size)
    font.set_variation_by_axes([weight])
    return font


def file_of(sign: str) -> str:
    """Which file has a sign; empty where neither has."""
    for file, ranges in ((LATIN, IN_LATIN), (LATIN_EXT, IN_LATIN_EXT)):
        if any(first <= ord(sign) <= last for first, last in ranges):
            return file
    return ""


def is_written(text: str) -> bool:
    """Whether each letter of a text can be drawn; pictures and controls may be left out."""
    return all(file_of(sign) for sign in text if sign.isalpha())


class Hand:
    """Writes at one size and weight.

    Args:
        size: in pixels.
        weight: from 400 to 700.
    """

    def __init__(self, size: int, weight: int) -> None:
        self.size = size
        self.weight = weight

    def width(self, text: str) -> float:
        """In pixels."""
        return sum(font.getlength(run) for font, run in self._runs(text))

    def write(self, canvas: ImageDraw.ImageDraw, x: float, y: float, text: str, ink: str) -> None:
        """Write one line, its top at `y`."""
        for font, run in self._runs(text):
            canvas.text((x, y), run, font=font, fill=ink)
            x += font.getlength(run)

    def lines(self, text: str, width: float, most: int) -> list[str]:
        """The text in at most so many lines of that width; what is left over becomes `…`."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        shown = [self._cut(line, width) for line in lines[:most]]
        if len(lines) > most:
            shown[-1] = self._cut(shown[-1] + ELLIPSIS, width)
        return shown

    def _cut(self, line: str, width: float) -> str:
        if self.width(line) <= width:
            return line
        kept = line.removesuffix(ELLIPSIS)
        while kept and self.width(kept + ELLIPSIS) > width:
            kept = kept[:-1]
        return kept.rstrip() + ELLIPSIS

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        for file, signs in groupby(text, file_of):
            if file:
                yield face(file, self.size, self.weight), "".join(signs)
