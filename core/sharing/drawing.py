"""A share card: 1200 × 630 pixels, what link previews are cut for."""

import io
from dataclasses import dataclass, field

from django.conf import settings
from PIL import Image, ImageDraw, ImageOps

from core.sharing.lettering import Hand

SIZE = WIDTH, HEIGHT = 1200, 630
PICTURES = settings.BASE_DIR / "static" / "share"
MARGIN, GUTTER = 64, 56
PICTURE = 446  # the side of the square at the right
ROUND = 36
TOP = 72
TEXT_WIDTH = WIDTH - 2 * MARGIN - GUTTER - PICTURE
# The light theme of tokens.css: links are shown on other people's pages, whatever their theme.
PAPER, INK, INK_SOFT = "#faf6ee", "#22281f", "#5a5f52"
LEAF, LEAF_INK, LEAF_TINT, HONEY_INK, HONEY_TINT = (
    "#23603a",
    "#1d5431",
    "#e4efdb",
    "#734a00",
    "#fbedca",
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """What is on it: facts that anybody may know, in the language of who shares.

    Args:
        eyebrow: what kind of thing it is (“Offered”).
        title: the food, or an organization's name.
        lines: how much, until when, where; at most three.
        picture: the drawing of its category (`static/share/`).
        photo: a prepared photo to show instead; its bytes.
        is_asked: whether it is asked for, in the colours of requests.
    """

    eyebrow: str
    title: str
    lines: tuple[str, ...]
    picture: str
    photo: bytes = field(default=b"", repr=False)
    is_asked: bool = False


def draw(card: Card) -> bytes:
    """The card as a PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 12), fill=LEAF)
    _place_picture(image, card)
    _write(canvas, card)
    _sign(image, canvas)
    out = io.BytesIO()
    if not card.photo:
        image = image.quantize(96, dither=Image.Dither.NONE)
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _write(canvas: ImageDraw.ImageDraw, card: Card) -> None:
    y = TOP
    eyebrow = HONEY_INK if card.is_asked else LEAF_INK
    Hand(34, 650).write(canvas, MARGIN, y, card.eyebrow, eyebrow)
    y += 58
    title = Hand(72 if len(card.title) < 22 else 58, 700)
    for line in title.lines(card.title, TEXT_WIDTH, 3):
        title.write(canvas, MARGIN, y, line, INK)
        y += round(title.size * 1.16)
    y += 22
    for number, text in enumerate(card.lines[:3]):
        hand = Hand(40 if number == 0 else 34, 600 if number == 0 else 450)
        for line in hand.lines(text, TEXT_WIDTH, 2 if number else 1):
            hand.write(canvas, MARGIN, y, line, INK if number == 0 else INK_SOFT)
            y += round(hand.size * 1.36)


def _place_picture(image: Image.Image, card: Card) -> None:
    at = (WIDTH - MARGIN - PICTURE, (HEIGHT - PICTURE) // 2 + 6)
    if card.photo:
        with Image.open(io.BytesIO(card.photo), formats=("WEBP",)) as photo:
            tile = ImageOps.fit(photo.convert("RGB"), (PICTURE, PICTURE))
    else:
        tile = Image.new("RGB", (PICTURE, PICTURE), HONEY_TINT if card.is_asked else LEAF_TINT)
        with Image.open(PICTURES / f"{card.picture}.png") as drawing:
            shown = drawing.convert("RGBA")
            edge = (PICTURE - shown.width) // 2
            tile.paste(shown, (edge, edge), shown)
    image.paste(tile, at, rounded(PICTURE))


def rounded(side: int) -> Image.Image:
    """A mask with round corners, drawn large so that they are smooth."""
    mask = Image.new("L", (side * 2, side * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side * 2 - 1, side * 2 - 1), ROUND * 2, fill=255)
    return mask.resize((side, side))


def _sign(image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
    with Image.open(PICTURES / "mark.png") as drawn:
        mark = drawn.convert("RGBA").resize((52, 52))
    y = HEIGHT - 64 - 28
    image.paste(mark, (MARGIN, y), mark)
    Hand(34, 700).write(canvas, MARGIN + 68, y + 5, "FoodCoord", INK)
