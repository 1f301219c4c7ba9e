"""What is new in an area, as feed readers show it: one entry a post."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from core.geo import cells
from core.geo.cells import Box
from partners.feeds.answering import address
from partners.feeds.areas import Area
from partners.feeds.texts import nearest_town, summary_of, title_of
from posts.models import Post

SINCE = 2026  # a year in which the site's name was its own, as RFC 4151 asks for


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One post; `author` is an organization or nobody, never a person."""

    id: str
    url: str
    title: str
    text: str
    published: datetime
    updated: datetime
    category: str
    category_label: str
    author: str
    author_url: str
    cell: str

    @property
    def box(self) -> Box:
        return cells.bounds(self.cell)


def entry_of(post: Post) -> Entry:
    """A post as everybody may know of it."""
    organization = post.organization
    return Entry(
        id=tag_uri(f"{post.subject_type}/{post.pk}"),
        url=address(post.get_absolute_url()),
        title=title_of(post),
        text=summary_of(post),
        published=post.created_at,
        updated=post.updated_at,
        category=post.category.slug,
        category_label=post.category.name,
        author=organization.name if organization else "",
        author_url=address(organization.get_absolute_url()) if organization else "",
        cell=post.cell,
    )


def tag_uri(what: str) -> str:
    """A name that stays whatever the addresses become (RFC 4151)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{SINCE}:{what}"


def title_of_area(area: Area) -> str:
    """`Food and requests near Lyon`."""
    if area.cell:
        return _("Food and requests near %(town)s") % {"town": nearest_town(area.cell).name}
    return _("Food and requests within %(edges)s") % {"edges": area.text}
