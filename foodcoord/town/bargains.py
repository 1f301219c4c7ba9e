"""From a proposal to its end: accepted, declined or left; handed over, cancelled or missed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from accounts.enums import OrganizationKind as Kind
from commitments import services as commitments
from commitments.enums import Travel
from commitments.models import Commitment
from commitments.services import ProposalDraft
from core import clock
from core.geo import cells
from foodcoord.town.agenda import Action
from foodcoord.town.goods import part_of
from foodcoord.town.inhabitants import Actor, new_id
from foodcoord.town.life import Life
from listings.models import Listing
from posts.models import Post
from requests_app.models import FoodRequest

# How many ask for an offer, by its category; and how many offer what someone asks for.
INTEREST: Mapping[str, float] = {
    "vegetables": 0.42,
    "leafy-greens-herbs": 2.5,
    "roots-potatoes": 2.6,
    "fruit": 2.6,
    "eggs-dairy": 3.0,
    "bread-bakery": 2.4,
    "prepared-meals": 4.0,
}
USUAL_INTEREST = 2.5
HELP: Mapping[str, float] = {"eggs-dairy": 0.15, "baby-food": 0.5}
USUAL_HELP = 0.7
HOURS_TO_ASK, HOURS_TO_ANSWER = 6.0, 3.0
ACCEPTED, DECLINED, TAKEN_BACK = 0.86, 0.06, 0.04  # the rest is never answered
KEPT, CANCELLED = 0.91, 0.05  # the rest is missed
IN_PART, JOINED, BY_AN_ORGANIZATION = 0.1, 0.5, 0.2
TAKES = (Kind.PANTRY, Kind.KITCHEN, Kind.MUTUAL_AID)
MESSAGES = (
    "",
    "",
    "I could come by bike after work.",
    "Happy to take these, thank you!",
    "Could I come a little earlier?",
    "We are five at home, this would help a lot.",
    "I can bring you jars in return.",
)
CORNERS = ("By the bridge", "At the bus stop", "Outside the library", "At the market cross")


class Bargains:
    """Lets people answer each other's posts."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.requests: list[tuple[Actor, FoodRequest]] = []

    def offered(self, owner: Actor, listing: Listing) -> None:
        """Someone has offered something: who would like it?"""
        for _ in range(self.life.some(INTEREST.get(listing.category.slug, USUAL_INTEREST))):
            moment = self.life.later(clock.now(), HOURS_TO_ASK)
            self.life.agenda.at(moment, partial(self._ask_for, owner, listing))

    def needed(self, owner: Actor, request: FoodRequest) -> None:
        """Someone has asked for something: who could help?"""
        self.requests.append((owner, request))
        for _ in range(self.life.some(HELP.get(request.category.slug, USUAL_HELP))):
            moment = self.life.later(clock.now(), 2 * HOURS_TO_ASK)
            self.life.agenda.at(moment, partial(self._help_with, owner, request))

    def _ask_for(self, owner: Actor, listing: Listing) -> None:
        taker, own = self._taker(owner, listing)
        listing.refresh_from_db(fields=["remaining", "state"])
        if listing.state != listing.OPEN:
            return
        quantity = part_of(listing.remaining, listing.unit, self.life.random)
        self._propose(taker, owner, listing=listing, request=own, quantity=quantity)

    def _taker(self, owner: Actor, listing: Listing) -> tuple[Actor, FoodRequest | None]:
        """Sooner one who has asked for just this; else someone near, or who feeds many."""
        life, now = self.life, clock.now()
        self.requests = [(who, what) for who, what in self.requests if what.needed_by > now]
        alike = [pair for pair in self.requests if pair[1].food_id == listing.food_id]
        alike = [(who, what) for who, what in alike if who.user != owner.user]
        if alike and life.chance(JOINED):
            who, request = life.one_of(alike)
            request.refresh_from_db(fields=["remaining", "state"])
            return who, request if request.state == request.OPEN else None
        others = life.people
        if life.chance(BY_AN_ORGANIZATION):
            others = life.of_kind(*TAKES) or others
        return life.near(others, cells.centre(listing.cell)), None

    def _help_with(self, owner: Actor, request: FoodRequest) -> None:
        life = self.life
        giver = life.near(life.people, cells.centre(request.cell))
        request.refresh_from_db(fields=["remaining", "state"])
        if request.state != request.OPEN:
            return
        quantity = part_of(request.remaining, request.unit, life.random)
        self._propose(giver, owner, request=request, quantity=quantity)

    def _propose(
        self,
        proposer: Actor,
        owner: Actor,
        *,
        quantity: Decimal,
        listing: Listing | None = None,
        request: FoodRequest | None = None,
    ) -> None:
        life = self.life
        start, end = self._window(listing or request)
        travel = life.one_of((Travel.COLLECT, Travel.COLLECT, Travel.COLLECT, Travel.MEET))
        if listing is None and life.chance(0.5):
            travel = Travel.DELIVER
        draft = ProposalDraft(
            listing=listing,
            request=request,
            quantity=quantity,
            handover_start=start,
            handover_end=end,
            travel=travel,
            meeting_point=life.one_of(CORNERS) if travel == Travel.MEET else "",
            message=life.one_of(MESSAGES),
            organization=proposer.organization,
        )
        commitment, _new = commitments.propose(
            by=proposer.user, commitment_id=new_id(life.random), draft=draft
        )
        self._await_answer(commitment, proposer, owner)

    def _window(self, post: Post | None) -> tuple[datetime, datetime]:
        """The next evening, or Saturday morning's hours, within the time of the post."""
        life = self.life
        local = clock.now().astimezone(life.zone)
        evening = life.on(local.date(), 18)
        if evening < clock.now() + timedelta(hours=3):
            evening = life.on(local.date() + timedelta(days=1), 18)
        start = evening
        if isinstance(post, Listing):
            start = max(clock.now(), min(start, post.available_until - timedelta(hours=2)))
        return start, start + timedelta(hours=2)

    def _await_answer(self, commitment: Commitment, proposer: Actor, owner: Actor) -> None:
        life, luck = self.life, self.life.random.random()
        moment = life.later(clock.now(), HOURS_TO_ANSWER)
        moment = min(moment, commitment.handover_end - timedelta(minutes=5))
        act: Action
        if luck < ACCEPTED:
            act = partial(self._accept, commitment, proposer, owner)
        elif luck < ACCEPTED + DECLINED:
            act = partial(commitments.decline, commitment=commitment, by=owner.user)
        else:
            act = partial(commitments.cancel, commitment=commitment, by=proposer.user)
        if moment >= commitment.expires_at or luck >= ACCEPTED + DECLINED + TAKEN_BACK:
            moment = commitment.expires_at + timedelta(minutes=1)
            act = partial(commitments.expire, commitment=commitment)
        life.agenda.at(moment, act)

    def _accept(self, commitment: Commitment, proposer: Actor, owner: Actor) -> None:
        life, luck = self.life, self.life.random.random()
        commitments.accept(commitment=commitment, by=owner.user)
        either = life.one_of((proposer, owner)).user
        start, end = commitment.handover_start, commitment.handover_end
        if luck < KEPT:
            quantity = None
            if life.chance(IN_PART):
                quantity = part_of(commitment.quantity, commitment.unit, life.random)
            moment = max(clock.now(), start) + (end - start) * life.random.random() / 2
            act: Action = partial(
                commitments.hand_over, commitment=commitment, by=either, quantity=quantity
            )
        elif luck < KEPT + CANCELLED:
            moment = life.later(clock.now(), 3)
            act = partial(commitments.cancel, commitment=commitment, by=either)
        else:
            moment = life.awake(end + timedelta(hours=2))
            act = partial(commitments.miss, commitment=commitment, by=either)
        life.agenda.at(moment, act)
