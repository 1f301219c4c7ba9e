from commitments.forms.proposing import ProposalForm
from commitments.forms.verbs import VerbForm, form_for

__all__ = ["ProposalForm", "VerbForm", "form_for"]
