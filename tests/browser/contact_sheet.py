"""One page with all pictures side by side, to look through."""

from html import escape
from pathlib import Path

STYLE = """body{font:16px/1.4 system-ui;margin:1rem;background:#eee;color:#111}
section{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.5rem;align-items:start;
  margin-block-end:2rem}
h2{grid-column:1/-1;margin:0;font-size:1.1rem}figure{margin:0}figcaption{font-size:.8rem}
img{width:100%;max-height:36rem;object-fit:cover;object-position:top;border:1px solid #999}
nav{columns:12rem}li{break-inside:avoid}"""


def sheet(names: list[str], looks: list[str], missing: dict[str, str]) -> str:
    """HTML with a row for each name, and what could not be taken.

    Args:
        names: of pages, in order.
        looks: how each was taken: `phone-light`, …
        missing: name → why there is no picture.
    """
    rows = "".join(_row(name, looks) for name in names)
    index = "".join(f'<li><a href="#{escape(name)}">{escape(name)}</a></li>' for name in names)
    lacking = "".join(
        f"<li><b>{escape(name)}</b>: {escape(why)}</li>" for name, why in sorted(missing.items())
    )
    lost = f"<h2>Could not be taken</h2><ul>{lacking}</ul>" if lacking else ""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>'
        f"<style>{STYLE}</style><h1>Every page</h1>{lost}<nav><ul>{index}</ul></nav>{rows}</html>"
    )


def _row(name: str, looks: list[str]) -> str:
    figures = "".join(
        f'<figure><a href="{name}-{look}.png"><img src="{name}-{look}.png" loading="lazy" '
        f'alt="{name}, {look}"></a><figcaption>{look}</figcaption></figure>'
        for look in looks
    )
    return f'<section id="{escape(name)}"><h2>{escape(name)}</h2>{figures}</section>'


def write(folder: Path, names: list[str], looks: list[str], missing: dict[str, str]) -> Path:
    """Put the sheet beside its pictures; where it is."""
    page = folder / "index.html"
    page.write_text(sheet(names, looks, missing), encoding="utf-8")
    return page
