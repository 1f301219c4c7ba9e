"""Posts passed on: the picture of a link, and what its page says to those who preview it.

All of it is told as to nobody in particular: the food, how much, until when, the town.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from catalog.units import quantity_text
from core.geo import cells, towns
from core.linked_data import whole_url
from core.sharing import Card, Shared, answer
from core.sharing.lettering import is_written
from posts.models import Post
from posts.querysets import PostQuerySet


@dataclass(frozen=True)
class Picture:
    """A prepared photo: a name that changes with it, and how to read it."""

    name: str
    read: Callable[[], bytes]


def no_photo(post: Any) -> Picture | None:
    """For posts that have none."""
    return None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the cards of listings and requests have of their own.

    Args:
        model: of the post.
        card: the URL name of its picture.
        anonymous: what it is, where no organization is named.
        named: the same with `%(name)s` of an organization.
        is_asked: whether it is asked for.
        photo_of: the photo to show; None where there is none.
    """

    model: type[Post]
    card: str
    anonymous: StrOrPromise
    named: StrOrPromise
    is_asked: bool = False
    photo_of: Callable[[Any], Picture | None] = no_photo

    def eyebrow(self, post: Post) -> str:
        """What it is, and whose: an organization is named, a person never."""
        if post.organization is None:
            return str(self.anonymous)
        return str(self.named) % {"name": post.organization.name}


def shared(post: Post, kind: Kind) -> Shared | None:
    """How a post that everybody may know of is passed on; None where it is hidden or has ended."""
    if post.is_hidden or not post.is_live:
        return None
    language = translation.get_language() or settings.LANGUAGE_CODE
    return Shared(
        title=f"{kind.eyebrow(post)}: {post}",
        text=" · ".join(facts(post)),
        url=whole_url(post.get_absolute_url()),
        image=whole_url(reverse(kind.card, args=[post.pk, language, post.version])),
    )


def show_card(
    request: HttpRequest, kind: Kind, post_id: UUID, language: str, version: int
) -> HttpResponse:
    """The picture, as for somebody who is not signed in, whoever asks.

    Args:
        request: GET or HEAD.
        kind: of post.
        post_id: of which post.
        language: what is said on it.
        version: of the post; another one, or no language of ours, leads to the card there is.

    Returns:
        404 where nobody may know of the post, 410 where it has ended.
    """
    nobody = AnonymousUser()
    rows: PostQuerySet[Any] = kind.model.rows().with_party()
    post = rows.visible_to(nobody).filter(pk=post_id).first()
    if post is None:
        known = rows.for_audience(nobody).kept_from_nobody(nobody).filter(pk=post_id)
        return HttpResponse(status=410 if known.exists() else 404)
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    if (spoken, post.version) != (language, version):
        return redirect(kind.card, post.pk, spoken, post.version)
    photo = kind.photo_of(post)
    with translation.override(spoken), timezone.override(ZoneInfo(_town(post).timezone)):
        return answer(
            request,
            name=f"{post.pk}-{post.version}-{spoken}-{photo.name if photo else ''}",
            make=lambda: card_of(post, kind, photo.read() if photo else b""),
        )


def card_of(post: Post, kind: Kind, photo: bytes = b"") -> Card:
    """What is on it. A title whose letters the face does not have gives way to the food's name."""
    title = str(post)
    return Card(
        eyebrow=kind.eyebrow(post),
        title=title if is_written(title) else post.subject_name,
        lines=facts(post),
        picture=post.category.icon,
        photo=photo,
        is_asked=kind.is_asked,
    )


def facts(post: Post) -> tuple[str, ...]:
    """How much is left, until when, and around which town."""
    end = getattr(post, post.END)
    until = _("until it is gone") if post.is_until_gone else _until(end)
    return (
        quantity_text(post.remaining, post.unit, "metric"),
        until,
        _("around %(town)s") % {"town": _town(post).name},
    )


def _until(end: datetime) -> str:
    """With its date: a picture is looked at on other days, too."""
    local = timezone.localtime(end)
    day = f"{date_format(local, 'l')} {date_format(local, 'MONTH_DAY_FORMAT')}"
    return _("until %(end)s") % {"end": f"{day}, {date_format(local, 'H:i')}"}


def _town(post: Post) -> towns.Town:
    return towns.nearest(cells.centre(post.cell))
