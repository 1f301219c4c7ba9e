from uuid import UUID

from commitments.models import Commitment
from posts import services as posts


def hold_posts(commitment: Commitment, *, actor: UUID) -> None:
    """Hold its quantity: the request first, the listing last, as everybody locks.

    Raises:
        NotEnoughLeft: less is left, or still needed.
        TransitionForbidden: the listing or the request is no longer open.
    """
    if commitment.request is not None:
        posts.hold(commitment.request, quantity=commitment.request_quantity, actor=actor)
    if commitment.listing is not None:
        posts.hold(commitment.listing, quantity=commitment.quantity, actor=actor)
