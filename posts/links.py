"""More time by a link in a mail: whoever holds it may give a post one more day, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core import signing
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from core import clock
from posts.evenings import evening_after
from posts.models import Post
from posts.querysets import PostQuerySet

P = TypeVar("P", bound=Post)

SALT = "posts.extend"
LIFE = timedelta(days=7)
PAGES = {"listing": "listings:extend_by_link", "request": "requests:extend_by_link"}


@dataclass(frozen=True)
class Offer:
    """What a link offers: more time after the end that the post had when the link was made.

    Args:
        post_id: of the post.
        end: until when it was open then.
        made_at: when the link was made.
    """

    post_id: UUID
    end: datetime
    made_at: datetime


def extend_link(post: Post) -> str:
    """The path of a page with one button that gives the post more time, for mail to its owner.

    No sign-in is needed: what it is good for is one more day for this one post, and it is good
    for a week.
    """
    end: datetime = getattr(post, post.END)
    said = [str(post.pk), end.isoformat(), clock.now().isoformat()]
    token = signing.dumps([post.subject_type, *said], salt=SALT)
    return reverse(PAGES[post.subject_type], args=[token])


def offered(model: type[P], token: str) -> tuple[P, Offer]:
    """The post that a link is about, and what it offers.

    Raises:
        Http404: it is no link of ours, it is too old, or nobody but its side may see the post.
    """
    try:
        kind, post_id, end, made_at = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    offer = Offer(UUID(post_id), datetime.fromisoformat(end), datetime.fromisoformat(made_at))
    if kind != model.subject_type or clock.now() - offer.made_at > LIFE:
        raise Http404
    rows: PostQuerySet[P] = model.rows().with_party()
    post = rows.filter(pk=offer.post_id, hidden_at=None).first()
    if post is None:
        raise Http404
    return post, offer


def later_end(post: Post, offer: Offer) -> datetime:
    """The evening of the day after the end it had, or after now, where the owner is."""
    end: datetime = getattr(post, post.END)
    with timezone.override(ZoneInfo(post.owner.timezone)):
        return evening_after(min(offer.end, end))
