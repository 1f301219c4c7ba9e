"""Soft limits on proposals: a higher floor knows them, and says so here."""

from collections.abc import Callable

from accounts.models import Organization, User
from commitments.services.drafts import ProposalDraft

Rule = Callable[[User, Organization | None, ProposalDraft], None]

_rules: list[Rule] = []


def let_limit(rule: Rule) -> None:
    """Let a higher floor refuse a proposal before anything is held.

    Args:
        rule: told the receiver, the organization they receive for, and the draft; raises
            `commitments.errors.LimitReached` with an explanation.
    """
    if rule not in _rules:
        _rules.append(rule)


def require_within(receiver: User, organization: Organization | None, draft: ProposalDraft) -> None:
    """Ask every rule.

    Raises:
        LimitReached: by the first that refuses.
    """
    for rule in _rules:
        rule(receiver, organization, draft)
