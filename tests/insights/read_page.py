"""Reading a page as somebody who only sees what is on it."""

import re
from html import unescape

TAG = re.compile(r"<[^>]+>")


def said(html: str) -> str:
    """The words, without tags."""
    return " ".join(unescape(TAG.sub(" ", html)).split())


def table(html: str, caption: str) -> list[list[str]]:
    """The rows of a table's body, cell by cell."""
    for found in re.findall(r"<table.*?</table>", html, re.S):
        if said(re.findall(r"<caption>(.*?)</caption>", found, re.S)[0]) == caption:
            body = found.partition("<tbody>")[2]
            rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
            cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows)
            return [[said(cell) for cell in row] for row in cells]
    raise LookupError(caption)


def facts(html: str) -> dict[str, str]:
    """The terms of all lists of facts."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", html, re.S)
    return {said(term): said(value) for term, value in pairs}


def stats(html: str) -> dict[str, str]:
    pairs = re.findall(
        r'<p class="stat__value">(.*?)</p>\s*<p class="stat__label">(.*?)</p>', html, re.S
    )
    return {said(label): said(value) for value, label in pairs}


def bars(html: str) -> dict[str, str]:
    pairs = re.findall(r'<span>([^<]*)</span>\s*<span class="bars__value">(.*?)</span>', html, re.S)
    return {said(label): said(value) for label, value in pairs}


def linked_cells(html: str) -> dict[str, str]:
    """Cell → what the drawing says of it."""
    drawing = re.findall(r'<svg class="area-map".*?</svg>', html, re.S)[0]
    pairs = re.findall(r'href="[^"]*cell=(\w+)[^"]*" aria-label="([^"]*)"', drawing)
    return {cell: unescape(label) for cell, label in pairs}


def marks(html: str) -> list[str]:
    """What each point of the trend's lines says."""
    drawing = re.findall(r'<svg class="trend".*?</svg>', html, re.S)[0]
    return [said(title) for title in re.findall(r"<title>(.*?)</title>", drawing, re.S)]
