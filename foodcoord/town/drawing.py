"""Pictures of food for made-up listings: drawn by us, so that nobody's photo is needed."""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1200, 900
Colour = tuple[int, int, int]
TABLES: tuple[Colour, ...] = ((196, 160, 116), (178, 144, 104), (214, 190, 156), (160, 136, 112))
SHADE: Colour = (70, 52, 36)
LEAF: Colour = (86, 128, 62)


@dataclass(frozen=True)
class Look:
    """How a food looks: `shape` is round, long, bushy, jar or loaf; the size is a radius."""

    shape: str
    colour: Colour
    size: int = 110
    leaf: bool = False


LOOKS: Mapping[str, Look] = {
    "apple": Look("round", (186, 52, 44), 105, leaf=True),
    "cooking-apple": Look("round", (134, 168, 70), 120, leaf=True),
    "pear": Look("round", (176, 176, 84), 100, leaf=True),
    "quince": Look("round", (222, 190, 70), 110, leaf=True),
    "tomato": Look("round", (204, 60, 40), 95, leaf=True),
    "pumpkin": Look("round", (222, 126, 40), 180, leaf=True),
    "potato": Look("round", (190, 154, 104), 95),
    "onion": Look("round", (196, 138, 74), 95),
    "beetroot": Look("round", (116, 34, 60), 95, leaf=True),
    "swede": Look("round", (176, 130, 142), 110, leaf=True),
    "egg": Look("round", (228, 196, 158), 78),
    "brussels-sprout": Look("round", (120, 152, 74), 58),
    "cabbage": Look("bushy", (136, 170, 96), 150),
    "red-cabbage": Look("bushy", (116, 62, 108), 150),
    "savoy-cabbage": Look("bushy", (92, 136, 78), 150),
    "cauliflower": Look("bushy", (238, 230, 204), 150, leaf=True),
    "broccoli": Look("bushy", (70, 116, 62), 120),
    "leek": Look("long", (198, 212, 150), 60, leaf=True),
    "carrot": Look("long", (228, 120, 44), 48, leaf=True),
    "parsnip": Look("long", (226, 206, 158), 52, leaf=True),
    "courgette": Look("long", (72, 112, 56), 58),
    "bread": Look("loaf", (188, 126, 66), 150),
    "pastry": Look("loaf", (206, 150, 82), 100),
    "yoghurt": Look("jar", (240, 238, 230), 90),
    "milk": Look("jar", (244, 244, 240), 100),
    "jam": Look("jar", (206, 102, 44), 100),
    "rice": Look("jar", (236, 228, 208), 110),
    "pasta": Look("jar", (230, 196, 110), 110),
}
OTHERWISE: Mapping[str, Look] = {
    "leafy-greens-herbs": Look("bushy", (82, 134, 66), 130),
    "roots-potatoes": Look("round", (196, 150, 98), 95),
    "fruit": Look("round", (192, 84, 62), 100, leaf=True),
    "berries": Look("round", (128, 32, 66), 44),
    "bread-bakery": Look("loaf", (190, 130, 70), 140),
    "eggs-dairy": Look("jar", (242, 240, 232), 95),
    "vegetables": Look("bushy", (126, 162, 84), 130),
}
USUAL = Look("jar", (198, 112, 60), 100)


@lru_cache(maxsize=32)
def picture_of(food: str, category: str, seed: str) -> bytes:
    """A JPEG of a few pieces on a table.

    Args:
        food: slug.
        category: slug, for a food without a look of its own.
        seed: of where each piece lies; another one gives another picture.
    """
    random = Random(seed)  # noqa: S311
    look = LOOKS.get(food) or OTHERWISE.get(category, USUAL)
    picture = _table(random)
    for x, y in _places(random, look.size):
        _put(picture, random, look, x, y)
    soft = picture.filter(ImageFilter.GaussianBlur(0.8))
    file = io.BytesIO()
    soft.save(file, "JPEG", quality=86)
    return file.getvalue()


def _table(random: Random) -> Image.Image:
    """Boards, lit from above."""
    ground = random.choice(TABLES)
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(picture)
    board = random.randint(130, 190)
    for top in range(0, HEIGHT, board):
        draw.rectangle((0, top, WIDTH, top + board), _lit(ground, random.uniform(0.92, 1.06)))
        for _ in range(9):
            y = top + random.randint(6, board - 6)
            draw.line((0, y, WIDTH, y + random.randint(-6, 6)), _lit(ground, 0.9), 2)
        draw.line((0, top, WIDTH, top), _lit(ground, 0.7), 5)
    return picture


def _places(random: Random, size: int) -> list[tuple[int, int]]:
    """Rows from the back to the front, so that the nearer ones lie over the others."""
    step = int(size * 1.75)
    half = max(2, WIDTH // 3 // step) * step
    rows = range(HEIGHT // 2 - step // 2, HEIGHT - size, max(60, int(size * 1.2)))
    places = []
    for number, y in enumerate(rows):
        for x in range(WIDTH // 2 - half + number % 2 * step // 2, WIDTH // 2 + half, step):
            near = (x + random.randint(-14, 14), y + random.randint(-12, 12))
            if size < near[0] < WIDTH - size and random.random() < 0.92:
                places.append(near)
    return places


def _put(picture: Image.Image, random: Random, look: Look, x: int, y: int) -> None:
    size = int(look.size * random.uniform(0.88, 1.1))
    colour = _lit(look.colour, random.uniform(0.9, 1.08))
    side = size * 5
    piece = Image.new("RGBA", (side, side))
    draw, middle = ImageDraw.Draw(piece), side // 2
    {"round": _round, "long": _long, "bushy": _bushy, "jar": _jar, "loaf": _loaf}[look.shape](
        draw, random, colour, middle, size
    )
    if look.leaf and look.shape != "long":
        _leaf(draw, middle, middle - size, size)
    turned = piece.rotate(random.uniform(-24, 24) if look.shape != "jar" else 0)
    faint = turned.getchannel("A").point(lambda a: a * 4 // 10)
    shadow = faint.filter(ImageFilter.GaussianBlur(size / 8))
    corner = (x - middle, y - middle)
    picture.paste(SHADE, (corner[0] + size // 9, corner[1] + size // 6), shadow)
    picture.paste(turned, corner, turned)


def _round(draw: ImageDraw.ImageDraw, random: Random, colour: Colour, m: int, size: int) -> None:
    flat = random.uniform(0.88, 1.0)
    for step in range(12):  # from the dark rim to the lit side
        r = size * (1 - step / 14)
        dx = -size * step / 60
        box = (m - r + dx, m - r * flat + dx, m + r + dx, m + r * flat + dx)
        draw.ellipse(box, _lit(colour, 0.72 + step * 0.036))
    glint = size * 0.16
    x, y = m - size * 0.38, m - size * 0.4
    draw.ellipse((x - glint, y - glint * 0.7, x + glint, y + glint * 0.7), _lit(colour, 1.35))


def _long(draw: ImageDraw.ImageDraw, random: Random, colour: Colour, m: int, size: int) -> None:
    length = size * 2.1
    for step in range(8):
        w = size * 0.62 * (1 - step / 10)
        box = (m - w, m - length, m + w * (1 - step / 20), m + length * 0.9)
        draw.rounded_rectangle(box, w, _lit(colour, 0.76 + step * 0.05))
    for _ in range(4):
        y = m + random.uniform(-length * 0.7, length * 0.7)
        draw.line((m - size * 0.3, y, m + size * 0.1, y + 4), _lit(colour, 0.85), 4)
    for lean in (-0.5, -0.15, 0.2, 0.5):
        top = (m + lean * size * 1.4, m - length - size * 0.7)
        draw.line((m, m - length + 8, *top), _lit(LEAF, 1 + lean / 3), int(size * 0.22))


def _bushy(draw: ImageDraw.ImageDraw, random: Random, colour: Colour, m: int, size: int) -> None:
    for ring in range(4):
        r = size * (1 - ring * 0.24)
        for number in range(11 - 2 * ring):
            angle = number / (11 - 2 * ring) * math.tau + random.uniform(0, 0.5)
            x, y = m + math.cos(angle) * r * 0.6, m + math.sin(angle) * r * 0.6
            w = r * 0.52
            shade = 0.74 + ring * 0.11 + random.uniform(-0.05, 0.05)
            draw.ellipse((x - w, y - w, x + w, y + w), _lit(colour, shade), _lit(colour, 0.62), 3)


def _jar(draw: ImageDraw.ImageDraw, random: Random, colour: Colour, m: int, size: int) -> None:
    width, tall = size * 0.78, size * 1.15
    for step in range(7):
        w = width * (1 - step / 9)
        box = (m - w, m - tall, m + w - step * 3, m + tall)
        draw.rounded_rectangle(box, size * 0.2, _lit(colour, 0.74 + step * 0.055))
    label = (m - width * 0.86, m - size * 0.3, m + width * 0.8, m + size * 0.5)
    draw.rectangle(label, (246, 240, 224))
    for line in range(3):
        y = m - size * 0.1 + line * size * 0.18
        end = width * random.uniform(0.2, 0.6)
        draw.line((m - width * 0.6, y, m + end, y), (120, 108, 92), 4)
    lid = (m - width * 0.9, m - tall - size * 0.24, m + width * 0.9, m - tall + size * 0.08)
    draw.rounded_rectangle(lid, size * 0.08, (164, 58, 46))


def _loaf(draw: ImageDraw.ImageDraw, random: Random, colour: Colour, m: int, size: int) -> None:
    for step in range(10):
        w, tall = size * (1.15 - step / 12), size * (0.66 - step / 22)
        box = (m - w, m - tall - step * 2, m + w, m + tall - step * 2)
        draw.ellipse(box, _lit(colour, 0.7 + step * 0.04))
    for cut in (-0.5, 0, 0.5):
        x = m + cut * size
        ends = (x - size * 0.16, m - size * 0.34, x + size * 0.16, m + size * 0.1)
        draw.line(ends, (240, 214, 164), 14)


def _leaf(draw: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    stalk = (x, y + size * 0.2, x + size * 0.06, y - size * 0.14)
    draw.line(stalk, (96, 74, 46), max(5, size // 14))
    box = (x + size * 0.02, y - size * 0.16, x + size * 0.56, y + size * 0.12)
    draw.ellipse(box, LEAF, _lit(LEAF, 0.75), 3)


def _lit(colour: Colour, by: float) -> Colour:
    red, green, blue = (min(255, int(part * by)) for part in colour)
    return red, green, blue
