"""The one verb people have over derived rows: taking words back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import Invalid, NotAllowed
from insights.models import Explanation, Retraction
from insights.permissions import can_retract


@transaction.atomic
def retract(*, explanation: Explanation, by: User, reason: str) -> Retraction:
    """Take an explanation back; the plain one is shown instead, or the reason.

    Harmless twice: the first reason stays.

    Args:
        explanation: in any language.
        by: an operator.
        reason: for everyone to read, up to 300 characters.

    Raises:
        NotAllowed: to anyone else.
        Invalid: on `reason`.
    """
    if not can_retract(by):
        raise NotAllowed(_("Only operators can take an explanation back."))
    reason = reason.strip()
    if not 1 <= len(reason) <= 300:
        raise Invalid(reason=_("Give a reason of up to 300 characters."))
    retraction, _new = Retraction.objects.get_or_create(
        explanation=explanation,
        defaults={"reason": reason, "by": by.pseudonym, "at": clock.now()},
    )
    return retraction
