"""What the demo's accounts find when they sign in: something waiting, agreed, and done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from commitments import services as commitments
from commitments.enums import Travel
from commitments.models import Commitment
from commitments.services import ProposalDraft
from core import clock
from foodcoord.town import goods
from foodcoord.town.inhabitants import Actor, new_id
from foodcoord.town.life import Life
from listings import services as listings
from listings.models import Listing
from listings.services import ListingDraft
from requests_app import services as requests
from requests_app.models import FoodRequest
from requests_app.services import RequestDraft


class Scenes:
    """Puts moments before `closing`, the present, on the agenda."""

    def __init__(self, life: Life, closing: datetime) -> None:
        self.life = life
        self.closing = closing

    def grower_shares(self, grower: Actor, searcher: Actor) -> None:
        """A glut: a week ago one of it was handed over; today one is agreed and one waits."""
        vegetables = goods.in_season(
            goods.GARDEN["vegetables"],
            self.life.foods,
            self.closing.astimezone(self.life.zone).month,
            north=self.life.is_north,
        )
        first, second = vegetables[0], vegetables[-1]
        self._before(8 * 24, lambda: self._handed_over(grower, second))
        self._before(20, lambda: self._shared(grower, first, searcher))

    def needs_eggs(self, searcher: Actor) -> None:
        """Open, and a neighbour has offered half of it."""
        self._before(22, lambda: self._asked(searcher, "egg", "dozen", 2, 1))

    def needs_milk(self, pantry: Actor) -> None:
        """The same for an organization."""
        self._before(21, lambda: self._asked(pantry, "milk", "l", 20, 4))

    def _before(self, hours: float, act: Callable[[], object]) -> None:
        self.life.agenda.at(self.closing - timedelta(hours=hours), act)

    def _handed_over(self, grower: Actor, good: goods.Good) -> None:
        listing = self._list(grower, good, 5, hours=60)
        neighbour = self._neighbour(grower)
        commitment = self._propose(neighbour, listing=listing, quantity=3)
        commitments.accept(commitment=commitment, by=grower.user)
        done = partial(commitments.hand_over, commitment=commitment, by=neighbour.user)
        self.life.agenda.at(commitment.handover_start, done)
        self.life.agenda.at(
            listing.available_until + timedelta(minutes=1),
            partial(listings.expire, listing=listing),
        )

    def _shared(self, grower: Actor, good: goods.Good, searcher: Actor) -> None:
        listing = self._list(grower, good, 8, hours=96)
        agreed = self._propose(searcher, listing=listing, quantity=2)
        self._before(18, partial(commitments.accept, commitment=agreed, by=grower.user))
        neighbour = self._neighbour(grower)
        self._before(2, lambda: self._propose(neighbour, listing=listing, quantity=3))

    def _asked(self, actor: Actor, slug: str, unit: str, quantity: int, offered: int) -> None:
        draft = RequestDraft(
            food=self.life.foods[slug],
            quantity=Decimal(quantity),
            unit=unit,
            needed_by=clock.now() + timedelta(days=4),
            organization=actor.organization,
        )
        request, _new = requests.create(
            by=actor.user, request_id=new_id(self.life.random), draft=draft
        )
        helper = self._neighbour(actor)
        self._before(3, lambda: self._propose(helper, request=request, quantity=offered))

    def _list(self, grower: Actor, good: goods.Good, quantity: int, *, hours: int) -> Listing:
        food = self.life.foods[good.slug]
        draft = ListingDraft(
            food=food,
            quantity=Decimal(quantity),
            unit=good.unit,
            available_from=clock.now(),
            available_until=clock.now() + timedelta(hours=hours),
            title=f"{food.name_en} from plot 17",
            pickup_note="The green gate, second on the left. Ring if it is locked.",
        )
        listing, _new = listings.create(
            by=grower.user, listing_id=new_id(self.life.random), draft=draft
        )
        return listing

    def _propose(
        self,
        proposer: Actor,
        *,
        quantity: int,
        listing: Listing | None = None,
        request: FoodRequest | None = None,
    ) -> Commitment:
        """For tomorrow evening."""
        tomorrow = clock.now().astimezone(self.life.zone).date() + timedelta(days=1)
        start = self.life.on(tomorrow, 18)
        draft = ProposalDraft(
            listing=listing,
            request=request,
            quantity=Decimal(quantity),
            handover_start=start,
            handover_end=start + timedelta(hours=2),
            travel=Travel.COLLECT if listing else Travel.DELIVER,
            message="I could come by bike after work." if listing else "Fresh this week.",
        )
        commitment, _new = commitments.propose(
            by=proposer.user, commitment_id=new_id(self.life.random), draft=draft
        )
        return commitment

    def _neighbour(self, actor: Actor) -> Actor:
        others = [other for other in self.life.people if other.user != actor.user]
        return self.life.near(others, actor.home)
