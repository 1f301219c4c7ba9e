"""Taking a taking-back back, for a few minutes."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from core import clock
from core.errors import NotAllowed, TransitionForbidden
from core.events.models import DomainEvent
from posts.models import Post
from posts.permissions import can_act_on, can_moderate
from posts.services.books import state_of
from posts.services.stating import lock, state_fact


def can_undo_withdrawal(post: Post, by: User) -> bool:
    """Whether `undo_withdrawal` would let them, as far as one can tell without a lock."""
    return _refusal(post, by) is None


def undo_withdrawal(post: Post, *, by: User) -> None:
    """Let a withdrawn post be open again. Harmless twice.

    Its figures come back as they went: what is neither promised nor gone now is what the
    withdrawal and all that came back since took away together.

    Args:
        post: any copy of it.
        by: who withdrew it, at most `UNDO_MINUTES` ago.

    Raises:
        NotAllowed: someone else withdrew it, or it is not theirs to act on any more.
        Suspended: nothing of theirs can change for others.
        TransitionForbidden: it is too late, it has ended otherwise, or nothing is left to offer.
    """
    require_unsuspended(by)
    lock(post)
    if post.is_live and _withdrawn_by(post) == by.pseudonym:
        return
    if refused := _refusal(post, by):
        raise refused
    state = state_of(post, post.remaining, post.promised)
    post.change(state=state, updated_at=clock.now())
    state_fact(post, "updated", actor=by.pseudonym, **{post.CORRECTION: post.free_grams})


def _refusal(post: Post, by: User) -> NotAllowed | TransitionForbidden | None:
    withdrawal = _withdrawal(post)
    is_own = can_act_on(by, post) or can_moderate(by, post)
    if withdrawal is not None and (withdrawal.actor != by.pseudonym or not is_own):
        return NotAllowed(_("Only who took this back can undo that."))
    if withdrawal is None or post.state != post.WITHDRAWN:
        return _too_late(post, _("There is nothing to undo."))
    if withdrawal.occurred_at <= clock.now() - timedelta(minutes=settings.UNDO_MINUTES):
        return _too_late(post, _("It is too late to undo this."))
    if post.is_over or state_of(post, post.remaining, post.promised) == post.DONE:
        return _too_late(post, _("This has ended."))
    return None


def _too_late(post: Post, said: str) -> TransitionForbidden:
    return TransitionForbidden(said, {"state": post.state, "allowed": []})


def _withdrawal(post: Post) -> DomainEvent | None:
    """The last one."""
    happened = DomainEvent.objects.filter(
        subject_type=post.subject_type, subject_id=post.pk, type=f"{post.subject_type}.withdrawn"
    )
    return happened.order_by("-subject_version").first()


def _withdrawn_by(post: Post) -> object:
    withdrawal = _withdrawal(post)
    return withdrawal.actor if withdrawal else None
