"""Saying that a decision was wrong, and the answer to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import Invalid, NotAllowed, TransitionForbidden
from core.events.notices import request_notice
from moderation.enums import Outcome
from moderation.models import MAX_WORDS, Decision, Objection
from moderation.permissions import can_decide_about, other_moderators
from moderation.services import effects


@transaction.atomic
def object_to(*, decision: Decision, by: User, text: str) -> tuple[Objection, bool]:
    """Object to a decision, once. Suspended people may.

    Args:
        decision: one that they were told of.
        by: whom it is about, or who acts for the organization it is about.
        text: why, in their words.

    Returns:
        The objection, and whether it is new: the same text again makes one.

    Raises:
        Invalid: on `text`.
        NotAllowed: it is not theirs to object to.
        TransitionForbidden: there is an objection already, or nothing to object to.
    """
    text = text.strip()
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not Decision.objects.told_to(by).filter(pk=row.pk).exists():
        raise NotAllowed(_("Only those it is about can object."))
    if not row.is_against:
        raise TransitionForbidden(_("There is nothing to object to."))
    if not text:
        raise Invalid(text=_("Say why you object."))
    if len(text) > MAX_WORDS:
        raise Invalid(text=_("At most %(most)s characters.") % {"most": MAX_WORDS})
    known = Objection.objects.filter(decision=row).first()
    if known is not None:
        if known.text != text:
            raise TransitionForbidden(_("You have objected already. You are told the answer here."))
        return known, False
    made = Objection.objects.create(decision=row, person=by, text=text, created_at=clock.now())
    return made, True


@transaction.atomic
def answer_objection(*, objection: Objection, by: User, outcome: str, words: str = "") -> Objection:
    """Answer an objection; a decision that is taken back loses its effect. Harmless twice.

    Args:
        objection: any copy of it.
        by: a moderator, another one than decided where there is one.
        outcome: of `Outcome`.
        words: to the person.

    Raises:
        Invalid: by field.
        NotAllowed: not theirs to answer.
        TransitionForbidden: it was answered otherwise.
    """
    row = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=row.decision_id)
    _require_another(decision, by)
    if outcome not in Outcome.values:
        raise Invalid(outcome=_("Choose one of the answers."))
    if len(words) > MAX_WORDS:
        raise Invalid(words=_("At most %(most)s characters.") % {"most": MAX_WORDS})
    if row.outcome:
        if row.outcome != outcome:
            raise TransitionForbidden(_("This was answered already."), {"outcome": row.outcome})
        return row
    row.outcome, row.words = outcome, words.strip()
    row.answered_by, row.answered_at = by, clock.now()
    row.save(update_fields=["outcome", "words", "answered_by", "answered_at"])
    if outcome == Outcome.REVERSED:
        effects.undo(decision, by=by)
    party = decision.organization or decision.person
    if party is not None:
        request_notice("objection_answered", to=party.pseudonym, about=("decision", decision.pk))
    return row


def _require_another(decision: Decision, by: User) -> None:
    if not can_decide_about(by, decision.person, decision.organization):
        raise NotAllowed(_("You cannot decide about this."))
    if decision.by_id == by.pk and other_moderators(by):
        raise NotAllowed(_("Somebody else answers objections to your decisions."))
