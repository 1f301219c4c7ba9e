"""What there is to say to each other about an exchange, by one tap, as it stands."""

from urllib.parse import urlencode

from commitments.enums import CommitmentState, Side, Travel
from commitments.models import Commitment
from conversations.enums import Phrase

TRAVELS = (Phrase.ON_MY_WAY, Phrase.LATE_10, Phrase.HERE, Phrase.WHERE, Phrase.CANNOT_COME)
STAYS = (Phrase.HERE, Phrase.YES, Phrase.NO, Phrase.CANNOT_COME)
ASKS = (Phrase.STILL_GOOD, Phrase.YES, Phrase.NO)
ANSWERS = (Phrase.YES, Phrase.NO, Phrase.THANKS)
ENDED = (Phrase.THANKS, Phrase.YES, Phrase.NO)

WHO_TRAVELS = {
    Travel.COLLECT: (Side.RECEIVER,),
    Travel.DELIVER: (Side.GIVER,),
    Travel.MEET: (Side.GIVER, Side.RECEIVER),
}


def phrases_for(commitment: Commitment, side: Side) -> tuple[Phrase, ...]:
    """Those that fit now, from one side; all others can be said in words."""
    if commitment.state == CommitmentState.PROPOSED:
        return ASKS if side == Side.RECEIVER else ANSWERS
    if commitment.state == CommitmentState.ACCEPTED:
        return TRAVELS if side in WHO_TRAVELS[Travel(commitment.travel)] else STAYS
    return ENDED


def talk_query(commitment: Commitment, side: Side) -> str:
    """Added to the address of its conversation, which knows nothing of exchanges."""
    return urlencode({"say": phrases_for(commitment, side)}, doseq=True)
