"""Proving a hand-over by its code. Tries are counted before they are looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.codes import matches
from commitments.enums import CommitmentState, Side, Verb
from commitments.errors import TooManyTries
from commitments.models import Commitment
from commitments.permissions import side_of
from commitments.services.stating import require
from core import clock
from core.errors import Invalid, NotAllowed

HOUR = timedelta(hours=1)
COUNT_ONE = """
INSERT INTO commitments_codetries AS t (commitment_id, began_at, tries) VALUES (%(id)s, %(now)s, 1)
ON CONFLICT (commitment_id) DO UPDATE SET
    tries = CASE WHEN t.began_at <= %(over)s THEN 1 ELSE least(t.tries + 1, 1000) END,
    began_at = CASE WHEN t.began_at <= %(over)s THEN %(now)s ELSE t.began_at END
RETURNING tries, began_at
"""


@dataclass(frozen=True)
class Proof:
    """That the giver has shown the code of a commitment; only `check_code` makes one."""

    commitment_id: UUID


def check_code(*, commitment: Commitment, by: User, code: str) -> Proof | None:
    """Look at a code that the giver enters, at most `CODE_TRIES_AN_HOUR` times an hour.

    Not in the transaction of the hand-over itself: a wrong try is counted though it is refused.

    Returns:
        The proof; None when the hand-over has been stated before, and a repeat needs none.

    Raises:
        Invalid: on `code`, when it is another one.
        NotAllowed: a stranger, or the receiver, who has the code.
        TooManyTries: come back later.
        TransitionForbidden: not agreed, or ended.
    """
    if commitment.state == CommitmentState.FULFILLED and side_of(by, commitment) == Side.GIVER:
        return None
    side = require(Verb.HAND_OVER, by=by, commitment=commitment)
    if side != Side.GIVER:
        raise NotAllowed(_("The giver enters the code; you show it."))
    _count_try(commitment)
    if not matches(commitment, code):
        raise Invalid(code=_("This is not the code of this exchange. Look at it again."))
    return Proof(commitment.pk)


def _count_try(commitment: Commitment) -> None:
    now = clock.now()
    asked: dict[str, UUID | datetime] = {"id": commitment.pk, "now": now, "over": now - HOUR}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COUNT_ONE, asked)
        tries, began_at = cursor.fetchone()
    if tries > settings.CODE_TRIES_AN_HOUR:
        seconds = max(1, int((began_at + HOUR - now).total_seconds()))
        raise TooManyTries(
            _("Too many tries. Wait an hour, or say without a code that you handed it over."),
            retry_after=seconds,
        )
