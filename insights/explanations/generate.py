"""A model's words: planned, asked for, checked and written down, all on the explainer's alias.

That alias runs under a role which can write explanations and calls, and nothing else
(docs/decisions/insights-explainer-role.md).
"""

import random
import time
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from core import clock
from insights.enums import CallOutcome, ExplanationState, Source
from insights.explanations import calls, checks, plans
from insights.explanations.plans import Plan
from insights.explanations.protocol import Draft, Model, NoAnswer
from insights.explanations.rows import prolong, row_of, trace
from insights.models import Explanation, InsightSignal, ModelCall

log = structlog.get_logger(__name__)

TRIES = 3
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 4.0


def write_generated(signal_id: UUID, explainer: Model) -> None:
    """Ask a model for each text of a signal that has no answer for these numbers yet.

    One answer that does not come ends the round, and so does its time (`BEDROCK_ROUND_SECONDS`);
    what is missing is asked for by a later request (`renew`). Harmless twice, and at once.
    """
    using = settings.EXPLAINER_ALIAS
    signal = InsightSignal.objects.using(using).active().filter(pk=signal_id).first()
    if signal is None:
        return
    until = time.monotonic() + settings.BEDROCK_ROUND_SECONDS
    wanted = [
        (row_of(plan, explainer, using=using)[0], plan)
        for plan in plans.all_of(signal, using=using)
    ]
    _let_go_of_others(signal.pk, [explanation for explanation, _ in wanted], using)
    for explanation, plan in wanted:
        if explanation.state in calls.DONE:
            prolong(explanation, using=using)
        elif time.monotonic() > until or not _ask(explanation, plan, explainer, using):
            return


def _ask(explanation: Explanation, plan: Plan, explainer: Model, using: str) -> bool:
    """Call until an answer comes, at most three times. Whether to go on with the next text."""
    until = time.monotonic() + settings.BEDROCK_TOTAL_SECONDS
    for attempt in range(TRIES):
        most = explainer.most(plan.told)
        try:
            call = calls.begin(explanation, model=explainer.model, most=most, using=using)
        except calls.AlreadyAsked:
            return True
        except calls.NoCall as refusal:
            _fail(explanation, str(refusal), using)
            return False
        begun = time.monotonic()
        try:
            draft = explainer.write(plan.told)
        except NoAnswer as answer:
            _end_failed(call, answer, begun, using)
            _fail(explanation, answer.reason, using)
            if not (answer.passing and _waited(attempt, until)):
                return False
        else:
            _keep_or_refuse(explanation, plan, draft, call, begun, using)
            return True
    return False


def _waited(attempt: int, until: float) -> bool:
    """Wait before the next try; whether there is one, that ends in time.

    Full jitter: anything between nothing and 0.5, 1, 2 … seconds, at most 4 (M. Brooker,
    *Exponential Backoff And Jitter*, AWS Architecture Blog, 2015). botocore's own retries are off,
    so that each request is counted.
    """
    longest = settings.BEDROCK_CONNECT_SECONDS + settings.BEDROCK_READ_SECONDS
    most = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2**attempt)
    wait = random.uniform(0, most)  # noqa: S311
    if attempt + 1 == TRIES or time.monotonic() + wait + longest > until:
        return False
    time.sleep(wait)
    return True


def _keep_or_refuse(
    explanation: Explanation, plan: Plan, draft: Draft, call: ModelCall, begun: float, using: str
) -> None:
    said = checks.Said.of(draft.text, plan.told)
    failed = checks.failed(said)
    explanation.text = "" if failed else draft.text
    explanation.state = ExplanationState.REFUSED if failed else ExplanationState.WRITTEN
    explanation.reason = ", ".join(failed)[:200]
    explanation.checks = trace(failed)
    explanation.model = call.model
    columns = ["text", "state", "reason", "checks", "model"]
    with transaction.atomic(using=using):
        explanation.save(using=using, update_fields=columns)
        calls.end(
            call,
            CallOutcome.REFUSED if failed else CallOutcome.KEPT,
            usage=draft.usage,
            milliseconds=_since(begun),
            error=explanation.reason,
            using=using,
        )


def _end_failed(call: ModelCall, answer: NoAnswer, begun: float, using: str) -> None:
    calls.end(
        call,
        CallOutcome.FAILED,
        usage=answer.usage,
        milliseconds=_since(begun),
        error=answer.reason,
        using=using,
    )


def _fail(explanation: Explanation, reason: str, using: str) -> None:
    """Say why there is no text, unless another worker has one by now."""
    Explanation.objects.using(using).filter(pk=explanation.pk).exclude(state__in=calls.DONE).update(
        state=ExplanationState.FAILED, reason=reason[:200], computed_at=clock.now()
    )
    log.warning("explanation_failed", explanation=str(explanation.pk), reason=reason[:200])


def _let_go_of_others(signal_id: UUID, wanted: list[Explanation], using: str) -> None:
    """What was not answered for older numbers, or an older prompt, is not asked for any more."""
    rows = Explanation.objects.using(using).filter(signal=signal_id, source=Source.BEDROCK)
    rows.exclude(pk__in=[explanation.pk for explanation in wanted]).exclude(
        state__in=calls.DONE
    ).update(state=ExplanationState.FAILED, reason=calls.OUTDATED)


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
