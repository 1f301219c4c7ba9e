"""How a post's quantity moves between what remains, what is promised and what is gone."""

from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from catalog.units import grams, quantity_text
from core import clock
from core.errors import Invalid, NotEnoughLeft, TransitionForbidden
from posts.models import Post
from posts.services.rules import require_positive
from posts.services.stating import changeable, lock, state_fact

P = TypeVar("P", bound=Post)


def hold(post: P, *, quantity: Decimal, actor: UUID) -> None:
    """Promise a part of what remains, at once and never more than there is.

    One conditional update decides, and is the last lock a proposal takes.

    Args:
        post: any copy of the row; it is read again.
        quantity: in the post's unit, above zero.
        actor: pseudonym of who proposes.

    Raises:
        Invalid: on `quantity`, when it is none.
        NotEnoughLeft: less remains; `details["left"]` says how much.
        TransitionForbidden: nobody can promise on it any more.
    """
    require_positive(quantity)
    now = clock.now()
    rows = type(post).rows().open_now().filter(pk=post.pk, hidden_at=None, remaining__gte=quantity)
    held = rows.update(
        remaining=F("remaining") - quantity,
        promised=F("promised") + quantity,
        state=Case(When(remaining=quantity, then=Value(post.COVERED)), default=F("state")),
        version=F("version") + 1,
        updated_at=now,
    )
    post.refresh_from_db(fields=changeable(post))
    if not held:
        raise _refusal(post)
    state_fact(post, "updated", actor=actor)


def settle(post: P, *, promised: Decimal, handed_over: Decimal, actor: UUID | None) -> None:
    """End a promise: what was handed over is gone, the rest is open again if the post still is.

    A post of which nothing remains or is promised is done.

    Args:
        post: its row; locked here.
        promised: how much the ended promise held.
        handed_over: how much of that changed hands, at most `promised`.
        actor: pseudonym of who ended it; None for the system.
    """
    lock(post)
    ended, free_before = not post.is_live, post.free_grams
    returned = promised - handed_over
    remaining, still_promised = post.remaining + returned, post.promised - promised
    state = post.state if ended else state_of(post, remaining, still_promised)
    post.change(
        remaining=remaining,
        promised=still_promised,
        handed_over=post.handed_over + handed_over,
        state=state,
        updated_at=clock.now(),
    )
    deltas = post.facts_of_return(post.free_grams - free_before) if ended and returned else {}
    state_fact(post, post.DONE if state == post.DONE else "updated", actor=actor, **deltas)


def requantified(post: Post, quantity: Decimal) -> dict[str, Any]:
    """The columns of a locked post after an edit of its whole quantity.

    Raises:
        Invalid: on `quantity`, when more than that is promised or gone already.
    """
    require_positive(quantity)
    bound = post.promised + post.handed_over
    if quantity < bound:
        said = quantity_text(bound, post.unit)
        raise Invalid(
            quantity=_("%(bound)s are promised or handed over already.") % {"bound": said}
        )
    remaining = quantity - bound
    return {
        "quantity": quantity,
        "remaining": remaining,
        "grams": grams(post.food, post.category, quantity, post.unit),
        "state": post.OPEN if remaining else post.COVERED,
    }


def state_of(post: Post, remaining: Decimal, promised: Decimal) -> str:
    """The state of a live post with these books."""
    if remaining > 0:
        return post.OPEN
    return post.COVERED if promised > 0 else post.DONE


def _refusal(post: Post) -> NotEnoughLeft | TransitionForbidden:
    shut = post.is_over or post.is_hidden or post.state not in (post.OPEN, post.COVERED)
    if shut or _is_open_in_name_only(post):
        return TransitionForbidden(
            _("This is no longer open."), {"state": post.state, "allowed": []}
        )
    left = format(post.remaining.normalize(), "f")
    said = quantity_text(post.remaining, post.unit)
    message = _("Only %(left)s left.") % {"left": said} if post.remaining else _("Nothing is left.")
    return NotEnoughLeft(message, {"left": left, "unit": post.unit})


def _is_open_in_name_only(post: Post) -> bool:
    """Whether its state says open, and something else (a use-by date) that it is not. One query:
    the last of it may be promised at this very moment, and that is another refusal."""
    rows = type(post).rows().filter(pk=post.pk)
    return rows.in_state(post.OPEN).exclude(pk__in=rows.open_now().values("pk")).exists()
