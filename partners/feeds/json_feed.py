"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from core.api.renderers import dumps
from partners.feeds.entries import Entry

CONTENT_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(entries: Sequence[Entry], *, title: str, links: Mapping[str, str]) -> bytes:
    """The document.

    Args:
        entries: newest first.
        title: of the feed.
        links: relation → address; `alternate` is the page for people, `first` the feed itself.
    """
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": title,
        "home_page_url": links["alternate"],
        "feed_url": links["first"],
        "language": get_language() or settings.LANGUAGE_CODE,
        "authors": [{"name": "FoodCoord", "url": settings.SITE_URL}],
    }
    if "next" in links:
        feed["next_url"] = links["next"]
    if settings.OPEN_DATA_LICENCE:
        url = settings.OPEN_DATA_LICENCE_URL
        feed["_foodcoord"] = {"licence": settings.OPEN_DATA_LICENCE, "licence_url": url}
    return dumps({**feed, "items": [_item(entry) for entry in entries]})


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": [entry.category_label],
    }
    if entry.author:
        item["authors"] = [{"name": entry.author, "url": entry.author_url}]
    box = entry.box
    edges = [round(edge, 6) for edge in (box.west, box.south, box.east, box.north)]
    return {**item, "_foodcoord": {"cell": entry.cell, "bbox": edges}}
