"""Answers that the owner of a post owes to those who proposed something on it."""

from django.urls import reverse
from django.utils.translation import ngettext

from commitments.enums import Side
from commitments.models import Commitment
from commitments.querysets import CommitmentQuerySet
from listings.models import Listing
from posts.models import Post
from posts.services.unanswered import Unanswered


def owed_on(post: Post) -> CommitmentQuerySet:
    """The proposals on a post that wait for an answer of its own side."""
    if isinstance(post, Listing):
        return Commitment.objects.filter(listing=post).unanswered_by(Side.GIVER)
    return Commitment.objects.filter(request=post.pk).unanswered_by(Side.RECEIVER)


def hold_back(post: Post) -> Unanswered | None:
    """The rule for `posts.services.unanswered`: they are answered before a post is taken back."""
    waiting = [str(pk) for pk in owed_on(post).order_by("created_at").values_list("pk", flat=True)]
    if not waiting:
        return None
    message = ngettext(
        "Someone waits for your answer. Answer them first.",
        "%(count)d people wait for your answer. Answer them first.",
        len(waiting),
    ) % {"count": len(waiting)}
    url = reverse("commitments:answer", args=[post.subject_type, post.pk])
    return Unanswered(message, url=url, waiting=waiting)
