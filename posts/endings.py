"""What the clock does with posts that end: asks their side beforehand, and closes them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog
from django.db import transaction

from core import clock
from core.events.notices import notice_id, request_notice, requested_among
from posts.models import Post

P = TypeVar("P", bound=Post)
log = structlog.get_logger(__name__)

LONG = timedelta(hours=12)
AHEAD_OF_LONG, AHEAD_OF_SHORT = timedelta(hours=6), timedelta(hours=1)
CHUNK = 500


@dataclass(frozen=True)
class Question:
    """Something to ask a post's side once: what, and on which occasion."""

    post: Post
    kind: str
    occasion: str

    @property
    def about(self) -> tuple[str, UUID]:
        return self.post.subject_type, self.post.pk

    @property
    def id(self) -> UUID:
        return notice_id(self.kind, self.post.party, self.about, self.occasion)


def each(posts: Iterable[P], verb: Callable[[P], Any], *, doing: str) -> None:
    """Do something with each in a transaction of its own; one that fails keeps none of the others
    from it, and is logged.

    Args:
        posts: to be closed, asked about …
        verb: what is done with one.
        doing: its name in the log.
    """
    for post in posts:
        try:
            with transaction.atomic():
                verb(post)
        except Exception:  # whatever is wrong with one is not wrong with the next
            log.exception("post_failed", doing=doing, subject=str(post.pk))


def ask_before_end(model: type[Post], kind: str) -> None:
    """Ask the sides of posts that end soon whether they want more time: each end once.

    Six hours ahead of what is open for half a day or longer, else one hour.

    Args:
        model: of the posts.
        kind: of the notice.
    """
    now = clock.now()
    ends = {f"{model.END}__gt": now, f"{model.END}__lte": now + AHEAD_OF_LONG}
    ending = model.rows().open_now().filter(hidden_at=None, **ends).with_party()
    ask(
        Question(post, kind, getattr(post, model.END).isoformat())
        for post in ending.order_by(model.END).iterator(CHUNK)
        if _asked_from(post) <= now
    )


def ask(questions: Iterable[Question]) -> None:
    """Ask what was not asked before."""
    batch: list[Question] = []
    for question in questions:
        batch.append(question)
        if len(batch) == CHUNK:
            _ask(batch)
            batch = []
    _ask(batch)


def _ask(questions: Sequence[Question]) -> None:
    asked = requested_among([question.id for question in questions])
    new = {question.post: question for question in questions if question.id not in asked}
    each(new, lambda post: _request(new[post]), doing="asking")


def _request(question: Question) -> None:
    post = question.post
    ends: datetime = getattr(post, post.END)
    request_notice(
        question.kind,
        to=post.party,
        about=question.about,
        occasion=question.occasion,
        food=post.food.slug if post.food else None,
        category=post.category.slug,
        ends=None if post.is_until_gone else ends.isoformat(),
    )


def _asked_from(post: Post) -> datetime:
    ends: datetime = getattr(post, post.END)
    opened = max(post.created_at, getattr(post, "available_from", post.created_at))
    return ends - (AHEAD_OF_LONG if ends - opened >= LONG else AHEAD_OF_SHORT)
