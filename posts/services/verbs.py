"""What an author does with a post: each writes one version and states it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from accounts.permissions import require_unsuspended
from core import clock
from core.geo.cells import Point
from posts.models import Post
from posts.permissions import can_act_on
from posts.services.books import requantified
from posts.services.places import COLUMNS, move
from posts.services.rules import check_fields, require_author, require_state, require_steward
from posts.services.stating import lock, state_fact
from posts.services.unanswered import require_answered


def edit(
    post: Post,
    *,
    by: User,
    quantity: Decimal | None,
    place: Point | None,
    changes: Mapping[str, Any],
) -> None:
    """Change what a live post says; what is already so is no change.

    Args:
        post: any copy of it.
        by: who changes it.
        quantity: the whole, new; None leaves it.
        place: a new one; None leaves it.
        changes: field name → value.

    Raises:
        Invalid: by field.
        NotAllowed: not theirs to edit.
        Suspended: nothing of theirs can change for others.
        TransitionForbidden: it has ended, or its place is counted on.
    """
    require_unsuspended(by)
    require_author(by, post)
    lock(post)
    require_state(post, (post.OPEN, post.COVERED))
    grams_before = post.grams
    moved = {} if place is None else move(post, place, by=by)
    wanted = {name: getattr(post, name) for name in COLUMNS} if moved else {}
    wanted |= {name: new for name, new in changes.items() if getattr(post, name) != new}
    if quantity is not None and quantity != post.quantity:
        wanted |= requantified(post, quantity)
    if not wanted and not moved:
        return
    for name, value in wanted.items():
        setattr(post, name, value)
    post.check_times()
    check_fields(post)
    post.change(**wanted, updated_at=clock.now())
    correction = {post.CORRECTION: post.grams - grams_before}
    state_fact(post, "updated", actor=by.pseudonym, **correction, **moved)
    if not post.remaining and not post.promised:
        post.change(state=post.DONE, updated_at=clock.now())
        state_fact(post, post.DONE, actor=by.pseudonym)


def extend(post: Post, *, by: User, until: datetime) -> None:
    """Give a post more time; one whose time was over is open again.

    Raises:
        Invalid: on the field that says until when.
        NotAllowed: not theirs.
        Suspended: nothing of theirs can change for others.
        TransitionForbidden: it has ended otherwise.
    """
    require_unsuspended(by)
    require_steward(by, post)
    lock(post)
    require_state(post, (post.OPEN, post.COVERED, post.EXPIRED))
    if post.is_live and getattr(post, post.END) == until:
        return
    setattr(post, post.END, until)
    post.check_times()
    deltas = {} if post.is_live else post.facts_of_revival()
    state = post.OPEN if post.remaining else post.COVERED
    post.change(**{post.END: until}, state=state, updated_at=clock.now())
    state_fact(post, "updated", actor=by.pseudonym, **deltas)


def withdraw(post: Post, *, by: User) -> None:
    """Take back what is not promised; promises made stay. Harmless twice.

    Raises:
        NotAllowed: not theirs.
        Unanswered: someone waits for an answer of its owner's.
        TransitionForbidden: it has ended otherwise.
    """
    require_steward(by, post)
    lock(post)
    if post.state == post.WITHDRAWN:
        return
    require_state(post, (post.OPEN, post.COVERED))
    if can_act_on(by, post):  # a moderator need not wait
        require_answered(post)
    taken_back = {post.CORRECTION: -post.free_grams}
    post.change(state=post.WITHDRAWN, updated_at=clock.now())
    state_fact(post, "withdrawn", actor=by.pseudonym, **taken_back)


def expire(post: Post) -> bool:
    """Close a post whose time is over.

    Returns:
        Whether it expired now.
    """
    lock(post)
    if not type(post).rows().overdue().filter(pk=post.pk).exists():
        return False
    post.change(state=post.EXPIRED, expired_on=clock.today(), updated_at=clock.now())
    state_fact(post, "expired", actor=None, **post.facts_of_expiry())
    return True
