"""Calls of a model, one row each: written before, so that it counts whatever happens; and after.

Whether a call may be made is decided and written down under one lock, so that workers side by side
neither overrun the budget, nor try an open breaker twice, nor ask for one text twice.
"""

from datetime import timedelta

from django.db import connections, transaction
from django.db.models import Sum

from core import clock
from insights.enums import CallOutcome, ExplanationState
from insights.explanations import breaker, budget
from insights.explanations.protocol import Usage
from insights.explanations.rows import GOOD_FOR
from insights.models import Explanation, ModelCall

LOCK = 7_115_914_011
"""Advisory lock of whoever is about to make a call."""
LOCK_WAIT = "4s"
"""A statement may take five."""
KEPT_FOR = timedelta(days=30)
OVER_BUDGET = "daily budget is used up"
BREAKER_OPEN = "breaker open"
OUTDATED = "numbers or prompt changed"
DONE = (ExplanationState.WRITTEN, ExplanationState.REFUSED)


class NoCall(Exception):
    """No call is made now; the message says why."""


class AlreadyAsked(NoCall):
    """Another worker has asked for this text, or has it."""


def begin(explanation: Explanation, *, model: str, most: Usage, using: str) -> ModelCall:
    """Write down that the model is asked for this text, at the most it can take.

    Raises:
        AlreadyAsked: by another worker.
        NoCall: for want of budget, or while the breaker is open.
    """
    now = clock.now()
    with transaction.atomic(using=using):
        _hold_lock(using)
        _check_asked_by_nobody(explanation, using)
        if breaker.state(using=using) is breaker.Breaker.OPEN:
            raise NoCall(BREAKER_OPEN)
        if not budget.has_room(most, using=using):
            raise NoCall(OVER_BUDGET)
        # As long as its calls count, the text is not purged, or the day's sums would shrink.
        explanation.asked_at, explanation.expires_at = now, now + GOOD_FOR
        explanation.save(using=using, update_fields=["asked_at", "expires_at"])
        return ModelCall.objects.using(using).create(
            explanation_id=explanation.pk,
            asked_at=now,
            computed_at=now,
            expires_at=now + KEPT_FOR,
            model=model,
            tokens_in=most.tokens_in,
            tokens_out=most.tokens_out,
            cost_micros=budget.cost_micros(most),
        )


def end(
    call: ModelCall,
    outcome: CallOutcome,
    *,
    usage: Usage | None,
    milliseconds: int,
    error: str = "",
    using: str,
) -> None:
    """Write down what came of a call, and the sums of its text's calls.

    Args:
        usage: what it took; None where nobody knows, which leaves it at its most.
        error: the refused checks, or the failure's name.
    """
    call.outcome, call.error, call.milliseconds = outcome, error[:200], milliseconds
    if usage is not None:
        call.tokens_in, call.tokens_out = usage.tokens_in, usage.tokens_out
        call.cost_micros = budget.cost_micros(usage)
    columns = ["outcome", "error", "milliseconds", "tokens_in", "tokens_out", "cost_micros"]
    call.save(using=using, update_fields=columns)
    sums = ("tokens_in", "tokens_out", "cost_micros")
    calls = ModelCall.objects.using(using).filter(explanation=call.explanation_id)
    totals = calls.aggregate(**{name: Sum(name) for name in sums})
    Explanation.objects.using(using).filter(pk=call.explanation_id).update(**totals)


def _hold_lock(using: str) -> None:
    """Until the transaction ends; in a statement of its own, so that what follows sees all."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _check_asked_by_nobody(explanation: Explanation, using: str) -> None:
    """Raises AlreadyAsked. The call is looked for before the text: both end in one commit, which
    may fall between the two looks."""
    under_way = ModelCall.objects.using(using).filter(
        explanation=explanation.pk,
        outcome=CallOutcome.ASKED,
        asked_at__gt=clock.now() - breaker.GIVEN_UP_AFTER,
    )
    if under_way.exists():
        raise AlreadyAsked
    rows = Explanation.objects.using(using).filter(pk=explanation.pk)
    state = rows.values_list("state", flat=True).first()
    if state is None or state in DONE:
        raise AlreadyAsked
