"""Who gives and who receives, by whose listing and whose request it is."""

from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from commitments.enums import Side
from commitments.services.drafts import ProposalDraft
from core.errors import Invalid
from posts.models import Post
from posts.permissions import can_act_on


class Party(NamedTuple):
    """One side: a person, or a person in the name of an organization."""

    person: User
    organization: Organization | None

    @property
    def pseudonym(self) -> UUID:
        return self.organization.pseudonym if self.organization else self.person.pseudonym


class Parties(NamedTuple):
    giver: Party
    receiver: Party
    proposer: Side


def parties_of(draft: ProposalDraft, by: User) -> Parties:
    """Whoever lists gives, whoever asks receives; on another's post one is the other side.

    Raises:
        Invalid: both sides would be the same, or, of a listing and a request, none is the
            proposer's or both are.
    """
    proposer = _proposer(draft, by)
    own = Party(by, draft.organization)
    giver = own if draft.listing is None else Party(draft.listing.owner, draft.listing.organization)
    receiver = (
        own if draft.request is None else Party(draft.request.owner, draft.request.organization)
    )
    if giver.pseudonym == receiver.pseudonym:
        raise Invalid(__all__=_("This is your own. Choose someone to share it with."))
    return Parties(giver, receiver, proposer)


def _proposer(draft: ProposalDraft, by: User) -> Side:
    if draft.request is None:
        return Side.RECEIVER
    if draft.listing is None:
        return Side.GIVER
    posts: dict[Side, Post] = {Side.GIVER: draft.listing, Side.RECEIVER: draft.request}
    acting = Party(by, draft.organization).pseudonym
    own = [side for side, post in posts.items() if post.party == acting]
    if not own and draft.organization is None:
        own = [side for side, post in posts.items() if can_act_on(by, post)]
        if len(own) == 2:
            raise Invalid(organization=_("Both are yours to act on. Say for whom you act."))
    if not own:
        raise Invalid(request=_("One of the two must be yours."))
    return own[0]
