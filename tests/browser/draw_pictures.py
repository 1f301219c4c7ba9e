"""`SECRET_KEY=x DATABASE_URL=postgresql:///x DJANGO_SETTINGS_MODULE=foodcoord.settings python -m
tests.browser.draw_pictures`: the drawings of `produce.svg` and the mark as PNGs, for share cards,
which are drawn where there is no browser. Run it again when a drawing changes."""

import re
import shutil
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

from core.sharing.drawing import INK, LEAF, LEAF_TINT, PAPER, SIZE, rounded
from core.sharing.lettering import Hand

STATIC = Path(__file__).resolve().parents[2] / "static"
SIDE = 360


def main() -> None:
    """Write `static/share/<symbol>.png`, each 360 pixels wide on nothing."""
    sprite = (STATIC / "produce.svg").read_text()
    drawings = {
        name: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{body}</svg>'
        for name, body in re.findall(r'<symbol id="([\w-]+)"[^>]*>(.*?)</symbol>', sprite, re.S)
    }
    drawings["mark"] = re.sub(r"<\?xml.*?\?>", "", (STATIC / "brand.svg").read_text())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
        for name, drawing in drawings.items():
            page.set_content(f'<body style="margin:0">{drawing}</body>')
            file = STATIC / "share" / f"{name}.png"
            page.screenshot(path=file, omit_background=True)
            few = Image.open(file).convert("RGBA").quantize(64, method=Image.Quantize.FASTOCTREE)
            few.save(file, optimize=True)
        browser.close()
    site_card().save(STATIC / "share" / "card.png", optimize=True)


def site_card() -> Image.Image:
    """The picture of pages that have none of their own: the mark, the name, and three drawings."""
    card = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(card)
    canvas.rectangle((0, 0, SIZE[0], 12), fill=LEAF)
    for place, name in enumerate(("vegetables", "bread", "eggs")):
        drawing = Image.open(STATIC / "share" / f"{name}.png").convert("RGBA").resize((260, 260))
        tile = Image.new("RGB", (300, 300), LEAF_TINT)
        tile.paste(drawing, (20, 20), drawing)
        card.paste(tile, (110 + place * 340, 90), rounded(300))
    mark = Image.open(STATIC / "share" / "mark.png").convert("RGBA").resize((96, 96))
    card.paste(mark, (338, 460), mark)
    Hand(76, 700).write(canvas, 456, 460, "FoodCoord", INK)
    return card.quantize(96, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
