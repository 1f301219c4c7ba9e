"""News that waited for a worker, or for a quiet night to end, until something else happened."""

from collections.abc import Mapping

from commitments.enums import CommitmentState as State
from notifications.subjects import Known

WHILE: Mapping[str, frozenset[State]] = {
    "proposal_received": frozenset({State.PROPOSED}),
    "windows_offered": frozenset({State.PROPOSED, State.ACCEPTED}),
    "proposal_accepted": frozenset({State.ACCEPTED, State.FULFILLED}),
    "commitment_resumed": frozenset({State.PROPOSED, State.ACCEPTED}),
    "hand_over_soon": frozenset({State.ACCEPTED}),
    "hand_over_ask": frozenset({State.ACCEPTED}),
    "hand_over_ask_again": frozenset({State.ACCEPTED}),
}
"""In which states of its commitment a kind is news."""

OF_FOOD = frozenset({"food_reopened", "match_found", "search_alert", "offered_to_organization"})
"""Of use to nobody once what they lead to is no longer open."""


def is_overtaken(kind: str, known: Known | None) -> bool:
    """Whether sending it now would only be followed by the news that it is not so any more.

    Args:
        kind: of the notification.
        known: what it is about, as it is now.
    """
    if known is None:
        return False
    if known.state and kind in WHILE:
        return known.state not in WHILE[kind]
    if known.post is not None and kind in OF_FOOD:
        return not known.post.is_live or known.post.is_over
    return False
