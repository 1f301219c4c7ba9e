"""What the pages are made of: untouched, small, and with every drawing that a template names."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
VENDOR = STATIC / "vendor"


def compressed(files: list[Path]) -> int:
    """Bytes over the wire, each file on its own."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def symbols(sprite: str) -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / sprite).read_text()))


def test_vendored_files_match_their_checksums() -> None:
    lines = (VENDOR / "CHECKSUMS").read_text().splitlines()
    stated = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = {
        str(file.relative_to(VENDOR)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in VENDOR.rglob("*")
        if file.is_file() and file.name not in {"CHECKSUMS", "README.md"}
    }
    assert found == stated


def test_styles_stay_under_30_kilobytes() -> None:
    assert compressed(list((STATIC / "css").glob("*.css"))) < 30_000


def test_scripts_of_every_page_stay_under_16_kilobytes() -> None:
    heads = [TEMPLATES / "base.html", TEMPLATES / "pwa" / "head.html"]
    named = {name for head in heads for name in re.findall(r"js/[\w-]+\.js", head.read_text())}
    assert compressed([STATIC / name for name in named]) < 16_000


def test_named_icons_are_drawn() -> None:
    pattern = re.compile(r'(?:icon\.html" with name="|{{ icons }}#)([\w-]+)"')
    named = {
        name for file in TEMPLATES.rglob("*.html") for name in pattern.findall(file.read_text())
    }
    assert named - symbols("icons.svg") == set()


def test_tinted_pictures_are_drawn() -> None:
    styles = (STATIC / "css" / "facts.css").read_text()
    sizes = {"s", "m", "l", "xl"}
    assert set(re.findall(r"\.picture--([\w-]+)", styles)) - sizes == symbols("produce.svg")


def test_share_cards_have_a_picture_for_each_drawing() -> None:
    pictures = {file.stem for file in (STATIC / "share").glob("*.png")}
    assert pictures - {"mark", "card"} == symbols("produce.svg")


@pytest.mark.parametrize(
    "forbidden", [r"\sstyle=", r"\shx-on", r"\son\w+=\"", r"<script(?![^>]*\ssrc=)(?![^>]*json)"]
)
def test_templates_hold_to_the_content_security_policy(forbidden: str) -> None:
    pattern = re.compile(forbidden)
    offenders = [
        file.name for file in TEMPLATES.rglob("*.html") if pattern.search(file.read_text())
    ]
    assert offenders == []
