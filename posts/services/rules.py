"""What every verb checks first."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import can_act_for, in_whose_name
from core.errors import Invalid, NotAllowed, TransitionForbidden
from posts.models import THOUSANDTH, Post, QuantityField
from posts.permissions import can_act_on, can_moderate

COMPUTED = frozenset(
    {"exact_place", "owner", "organization", "category", "food", "remaining", "promised", "grams"}
)

BOOKED = QuantityField()


class SaidForSomeone(Protocol):
    """A draft: a dataclass that says for which organization it speaks, or for none."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def organization(self) -> Organization | None: ...


D = TypeVar("D", bound=SaidForSomeone)


def in_name_of(by: User, draft: D) -> D:
    """The draft as it is meant: what a program says is its organization's, named or not.

    Raises:
        NotAllowed: a program that names another one.
    """
    organization = in_whose_name(by, draft.organization)
    return (
        draft if organization is draft.organization else replace(draft, organization=organization)
    )


def require_acting_for(by: User, organization: Organization | None) -> None:
    """Refuse whoever posts for an organization that they may not act for.

    Raises:
        NotAllowed: by its roles.
    """
    if organization is not None and not can_act_for(by, organization):
        raise NotAllowed(_("You cannot act for this organization."))


def require_author(by: User, post: Post) -> None:
    """Refuse whoever the post does not speak for.

    Raises:
        NotAllowed: always then.
    """
    if not can_act_on(by, post):
        raise NotAllowed(_("Only those who posted this can change it."))


def require_steward(by: User, post: Post) -> None:
    """Refuse whoever may neither act on the post nor moderate.

    Raises:
        NotAllowed: always then.
    """
    if not can_moderate(by, post):
        require_author(by, post)


def require_positive(quantity: Decimal) -> None:
    """Refuse a quantity of nothing, or one that the books cannot hold exactly.

    Raises:
        Invalid: on `quantity`.
    """
    if not quantity.is_finite() or quantity <= 0:
        raise Invalid(quantity=_("Give a quantity above zero."))
    _require_room_for(quantity)
    if quantity != quantity.quantize(THOUSANDTH):
        raise Invalid(quantity=_("Give at most three digits after the point."))


def _require_room_for(quantity: Decimal) -> None:
    """Before anything is computed with it: of very long numbers decimals make errors."""
    if quantity.adjusted() >= BOOKED.max_digits - BOOKED.decimal_places:
        try:
            BOOKED.run_validators(quantity)
        except ValidationError as error:
            raise Invalid(quantity=error.messages) from error


def require_state(post: Post, states: Sequence[str]) -> None:
    """Refuse a verb that a locked post's state does not allow.

    Raises:
        TransitionForbidden: with the states that the present one can go to.
    """
    if post.state not in states:
        raise TransitionForbidden(
            _("This has ended."),
            {"state": post.state, "allowed": list(post.TRANSITIONS[post.state])},
        )


def check_fields(post: Post) -> None:
    """Run the model's own field rules on what a person said.

    Raises:
        Invalid: with each field's messages.
    """
    try:
        post.clean_fields(exclude=COMPUTED)
    except ValidationError as error:
        raise Invalid(**error.message_dict) from error


def plain(value: Any) -> Any:
    """A field's value as it is stored: lists of choices are sets, sorted; text has no space
    around it."""
    if isinstance(value, (list, tuple)):
        return sorted(set(value))
    return value.strip() if isinstance(value, str) else value
