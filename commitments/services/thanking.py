from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from commitments.enums import Thanks, Verb
from commitments.models import Commitment
from commitments.permissions import allowed_to, side_of
from commitments.services.stating import check_words, lock, not_now, require, state_fact
from core import clock
from core.errors import Invalid


@transaction.atomic
def thank(*, commitment: Commitment, by: User, phrase: str, note: str = "") -> Commitment:
    """Say thank you after a hand-over, once; only the other side reads it. Harmless twice.

    Args:
        commitment: handed over.
        by: either side.
        phrase: of `Thanks`.
        note: a few words of one's own.

    Raises:
        Invalid: on `phrase` or `note`.
        NotAllowed: a stranger.
        Suspended: for a time they may not write to others.
        TransitionForbidden: not handed over, disputed, or said already in other words.
    """
    require_unsuspended(by)
    if phrase not in Thanks.values:
        raise Invalid(phrase=_("Choose one of these."))
    lock(commitment)
    side, said = side_of(by, commitment), (phrase, note.strip())
    if side is not None and _said(commitment, side) == said:
        return commitment
    if side is not None and commitment.thanked_by(side):
        raise not_now(commitment, allowed_to(side, commitment))
    side = require(Verb.THANK, by=by, commitment=commitment)
    check_words(commitment, f"{side}_thanks_note", note, field="note")
    words = {f"{side}_thanks": phrase, f"{side}_thanks_note": note.strip()}
    commitment.change(**words, updated_at=clock.now())
    state_fact(commitment, "thanked", by=side, actor=by.pseudonym)
    return commitment


def _said(commitment: Commitment, side: str) -> tuple[str, str]:
    return getattr(commitment, f"{side}_thanks"), getattr(commitment, f"{side}_thanks_note")
