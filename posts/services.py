"""The verbs that move a post's quantity. Each is one conditional or locked change with its event.

The caller has a transaction open. `hold` is the last lock a proposal takes.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import can_act_for
from core import clock
from core.errors import Invalid, NotAllowed, NotEnoughLeft, TransitionForbidden
from core.events.log import record
from core.geo import cells
from core.geo.models import ExactPlace, Precision, new_place
from posts.models import ZERO, Post
from posts.permissions import can_act_on

P = TypeVar("P", bound=Post)
BOOKS = ("remaining", "promised", "handed_over", "state", "version", "updated_at")


def hold(post: P, *, quantity: Decimal, actor: UUID) -> None:
    """Promise a part of what remains, at once and never more than there is.

    Args:
        post: any copy of the row; its books are read again.
        quantity: in the post's unit, above zero.
        actor: pseudonym of who proposes.

    Raises:
        NotEnoughLeft: less remains; `details["left"]` says how much.
        TransitionForbidden: nobody can promise on it any more.
    """
    rows = type(post)._default_manager.filter(pk=post.pk, state=post.OPEN, remaining__gte=quantity)
    held = rows.update(
        remaining=F("remaining") - quantity,
        promised=F("promised") + quantity,
        state=Case(When(remaining=quantity, then=Value(post.COVERED)), default=F("state")),
        version=F("version") + 1,
        updated_at=clock.now(),
    )
    post.refresh_from_db(fields=BOOKS)
    if not held:
        raise _refusal(post)
    state_fact(post, "updated", actor=actor)


def give_back(post: P, *, quantity: Decimal, actor: UUID | None) -> None:
    """Let a promised part go: it is open again at once, if the post still is.

    Args:
        post: its row; locked here.
        quantity: as promised.
        actor: pseudonym of who ended the promise; None for the system.
    """
    settle(post, promised=quantity, handed_over=ZERO, actor=actor)


def settle(post: P, *, promised: Decimal, handed_over: Decimal, actor: UUID | None) -> None:
    """End a promise: what was handed over is gone, the rest is open again.

    A post of which nothing remains or is promised is done.

    Args:
        post: its row; locked here.
        promised: how much the ended promise held.
        handed_over: how much of that changed hands, at most `promised`.
        actor: pseudonym of who ended it; None for the system.
    """
    lock(post)
    returned = promised - handed_over
    ended = post.state not in (post.OPEN, post.COVERED)
    deltas = post.facts_of_return(post.grams_of(returned)) if ended and returned else {}
    books = {
        "remaining": post.remaining + returned,
        "promised": post.promised - promised,
        "handed_over": post.handed_over + handed_over,
    }
    if not ended:
        books["state"] = _state_after(post, books["remaining"], books["promised"])
    post.change(**books, updated_at=clock.now())
    happened = post.DONE if post.state == post.DONE else "updated"
    state_fact(post, happened, actor=actor, **deltas)


def lock(post: Post) -> None:
    """Hold the row until the transaction ends, and read its books again."""
    post.refresh_from_db(
        fields=BOOKS, from_queryset=type(post)._default_manager.select_for_update()
    )


def place_for(
    *, by: User, organization: Organization | None, point: cells.Point | None
) -> tuple[ExactPlace, int]:
    """A place for a new post: the one given, else the organization's, else the person's home.

    Args:
        by: who posts.
        organization: for whom.
        point: degrees north and east.

    Returns:
        An unsaved copy, so that the post's place is its own; and how finely it is shown.

    Raises:
        Invalid: on `place`, when there is none to take.
    """
    if point is not None:
        return new_place(point), Precision.NEIGHBOURHOOD
    if organization is not None:
        place = organization.exact_place
        return new_place(place.point, place.label), organization.public_precision
    if by.home is None:
        raise Invalid(place=_("Say where: you have not set a home place yet."))
    return new_place(by.home.point, by.home.label), by.home_precision


def require_acting_for(by: User, organization: Organization | None) -> None:
    """Refuse whoever posts for an organization that they may not act for.

    Raises:
        NotAllowed: by its roles.
    """
    if organization is not None and not can_act_for(by, organization):
        raise NotAllowed(_("You cannot act for this organization."))


def require_positive(quantity: Decimal) -> None:
    """Refuse a quantity of nothing.

    Raises:
        Invalid: on `quantity`.
    """
    if quantity <= 0:
        raise Invalid(quantity=_("Give a quantity above zero."))


def check_fields(post: Post) -> None:
    """Run the model's own field rules.

    Raises:
        Invalid: with each field's messages.
    """
    try:
        post.clean_fields(exclude={"exact_place", "owner", "organization", "category", "food"})
    except ValidationError as error:
        raise Invalid(**error.message_dict) from error


def new_quantity_books(post: Post, quantity: Decimal) -> dict[str, Decimal]:
    """The books after an edit of the whole quantity of a locked post.

    Raises:
        Invalid: on `quantity`, when more than that is promised or gone already.
    """
    require_positive(quantity)
    bound = post.promised + post.handed_over
    if quantity < bound:
        raise Invalid(
            quantity=_("%(bound)s are promised or handed over already.")
            % {"bound": format(bound.normalize(), "f")}
        )
    return {"quantity": quantity, "remaining": quantity - bound}


def move(post: Post, point: cells.Point) -> dict[str, Any]:
    """Let a locked post stand elsewhere, while nobody counts on where it is.

    Returns:
        What its event says, so that the figures move from the old cells to the new ones.

    Raises:
        TransitionForbidden: a part of it is promised or gone.
    """
    if post.remaining != post.quantity:
        raise TransitionForbidden(_("The place cannot change while someone counts on it."))
    moved_from = post.cell_ancestry
    place = new_place(point)
    place.save(force_insert=True)
    post.take_place(place, precision=Precision.NEIGHBOURHOOD)
    return {"moved_from": moved_from, "moved_grams": post.grams}


def place_fields(post: Post) -> dict[str, Any]:
    """The columns of a post's place, for writing them."""
    names = ("exact_place", "geohash", "location", "public_precision")
    return {name: getattr(post, name) for name in names}


def require_edit(by: User, post: Post) -> None:
    """Refuse whoever the post does not speak for.

    Raises:
        NotAllowed: always then.
    """
    if not can_act_on(by, post):
        raise NotAllowed(_("Only those who posted this can change it."))


def require_state(
    post: Post, states: Sequence[str], transitions: Mapping[str, Sequence[str]]
) -> None:
    """Refuse a verb that a locked post's state does not allow.

    Raises:
        TransitionForbidden: with the states that the present one can go to.
    """
    if post.state not in states:
        raise TransitionForbidden(
            _("This has ended."), {"state": post.state, "allowed": list(transitions[post.state])}
        )


def _state_after(post: Post, remaining: Decimal, promised: Decimal) -> str:
    if remaining > 0:
        return post.OPEN
    return post.COVERED if promised > 0 else post.DONE


def _refusal(post: Post) -> NotEnoughLeft | TransitionForbidden:
    if post.state in (post.OPEN, post.COVERED):
        left = format(post.remaining.normalize(), "f")
        return NotEnoughLeft(
            _("Only %(left)s left.") % {"left": left}, {"left": left, "unit": post.unit}
        )
    return TransitionForbidden(_("This is no longer open."), {"state": post.state, "allowed": []})


def state_fact(post: Post, happened: str, *, actor: UUID | None, **deltas: Any) -> None:
    """Record what happened to a post, in the words all its events share.

    Args:
        post: with the version the change gave it.
        happened: `created`, `updated`, `expired` …
        actor: pseudonym; None for the system.
        deltas: what this changes in the figures; `posts.models.Post.facts` says the rest.
    """
    record(
        f"{post.subject_type}.{happened}",
        subject=post,
        actor=actor,
        payload=post.facts(**deltas),
        cells=post.cell_ancestry,
    )
