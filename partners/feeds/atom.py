"""Atom (RFC 4287), paged as RFC 5005 says, each entry with its area (GeoRSS)."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from django.utils.translation import get_language

from partners.feeds.entries import Entry

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ATOM, GEORSS = "http://www.w3.org/2005/Atom", "http://www.georss.org/georss"
XML = "http://www.w3.org/XML/1998/namespace"
# What XML 1.0 has no place for (section 2.2), and people may type.
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

register_namespace("", ATOM)
register_namespace("georss", GEORSS)


def atom(
    entries: Sequence[Entry],
    *,
    feed_id: str,
    title: str,
    updated: datetime,
    links: Mapping[str, str],
) -> bytes:
    """The document.

    Args:
        entries: newest first.
        feed_id: stays with the feed for ever.
        title: of the feed.
        updated: the newest change in it.
        links: relation → address; `alternate` is the page for people.
    """
    feed = Element(_name("feed"), {f"{{{XML}}}lang": get_language() or settings.LANGUAGE_CODE})
    _text(feed, "id", feed_id)
    _text(feed, "title", title)
    _text(feed, "updated", _moment(updated))
    _author(feed, "FoodCoord", settings.SITE_URL)
    if settings.OPEN_DATA_LICENCE:
        _text(feed, "rights", settings.OPEN_DATA_LICENCE)
    for relation, url in links.items():
        kind = "text/html" if relation == "alternate" else "application/atom+xml"
        SubElement(feed, _name("link"), {"rel": relation, "type": kind, "href": url})
    if settings.OPEN_DATA_LICENCE_URL:
        licence = {"rel": "license", "href": settings.OPEN_DATA_LICENCE_URL}
        SubElement(feed, _name("link"), licence)
    for entry in entries:
        _entry(feed, entry)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _entry(feed: Element, entry: Entry) -> None:
    made = SubElement(feed, _name("entry"))
    _text(made, "id", entry.id)
    _text(made, "title", entry.title)
    _text(made, "updated", _moment(entry.updated))
    _text(made, "published", _moment(entry.published))
    if entry.author:
        _author(made, entry.author, entry.author_url)
    link = {"rel": "alternate", "type": "text/html", "href": entry.url}
    SubElement(made, _name("link"), link)
    category = {"term": entry.category, "label": _fit(entry.category_label)}
    SubElement(made, _name("category"), category)
    _text(made, "summary", entry.text)
    box = entry.box
    edges = (box.south, box.west, box.north, box.east)
    SubElement(made, f"{{{GEORSS}}}box").text = " ".join(f"{edge:.6f}" for edge in edges)


def _author(parent: Element, name: str, url: str) -> None:
    author = SubElement(parent, _name("author"))
    _text(author, "name", name)
    _text(author, "uri", url)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _name(name)).text = _fit(text)


def _fit(text: str) -> str:
    return NOT_XML.sub("", text)


def _name(local: str) -> str:
    return f"{{{ATOM}}}{local}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
