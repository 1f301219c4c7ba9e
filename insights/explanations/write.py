"""Writing explanations down: the plain one always and at once, a model's when it passes."""

from django.db import transaction

from core import clock
from insights.enums import ExplanationState
from insights.explanations import plans
from insights.explanations.announce import announce
from insights.explanations.plain import PlainExplainer
from insights.explanations.rows import GOOD_FOR, row_of, trace
from insights.models import InsightSignal


def write_plain(signal: InsightSignal) -> None:
    """Write the fixed sentences, for everyone they are for and in every language; again, it only
    prolongs them.

    Our own sentences are checked by tests, not here: a translator's slip must not leave people
    without words.
    """
    explainer = PlainExplainer()
    for plan in plans.all_of(signal):
        with transaction.atomic():
            explanation, new = row_of(plan, explainer)
            explanation.text = explainer.write(plan.told).text
            explanation.state = ExplanationState.WRITTEN
            explanation.checks = trace([])
            explanation.expires_at = clock.now() + GOOD_FOR
            explanation.save()
            if new:
                announce(explanation, signal.cells)
