"""Rows of explanations: one for each plan and version of the sentences or the prompt."""

from datetime import timedelta

from core import clock
from insights.explanations import checks
from insights.explanations.plans import Plan
from insights.explanations.protocol import Explainer
from insights.models import Explanation

GOOD_FOR = timedelta(days=3)


def row_of(plan: Plan, explainer: Explainer, *, using: str = "default") -> tuple[Explanation, bool]:
    """The row of a text, and whether it was made now, as planned."""
    now = clock.now()
    return Explanation.objects.using(using).get_or_create(
        signal_id=plan.signal_id,
        context=plan.told.context,
        inputs_hash=plan.inputs_hash,
        prompt_version=explainer.version(plan.told.context),
        language=plan.told.language,
        defaults={
            "source": explainer.source,
            "model": explainer.model,
            "inputs": dict(plan.told.inputs),
            "created_at": now,
            "computed_at": now,
            "expires_at": now + GOOD_FOR,
        },
    )


def prolong(explanation: Explanation, *, using: str = "default") -> None:
    """Good for three days from now on; an hour more or less is not worth a write."""
    if explanation.expires_at > clock.now() + GOOD_FOR - timedelta(hours=1):
        return
    explanation.expires_at = clock.now() + GOOD_FOR
    explanation.save(using=using, update_fields=["expires_at"])


def trace(failed: list[str]) -> list[dict[str, object]]:
    """Each check, and whether it was passed."""
    return [{"name": name, "passed": name not in failed} for name in checks.CHECKS]
