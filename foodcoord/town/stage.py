"""How scenes are put on: what people post, promise and say, at moments before the present."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from commitments import services as commitments
from commitments.enums import Travel
from commitments.models import Commitment
from commitments.services import ProposalDraft
from conversations.models import Conversation
from conversations.services import send
from core import clock
from foodcoord.town.inhabitants import Actor, new_id
from foodcoord.town.life import SLEEPS, WAKES, Life
from listings import services as listings
from listings.models import Listing
from listings.services import ListingDraft
from requests_app import services as requests
from requests_app.models import FoodRequest
from requests_app.services import RequestDraft

MORNING = 9
Amount = tuple[str, int, str]
"""Slug of a food, how much, and its unit."""


class Stage:
    """Puts moments before `closing`, the present, on the agenda; its other verbs act at once."""

    def __init__(self, life: Life, closing: datetime) -> None:
        self.life = life
        self.closing = closing
        self.shown: list[Listing] = []  # worth a photo

    def before(self, hours: float, act: Callable[[], object]) -> None:
        """Let something happen so many hours before the present."""
        self.life.agenda.at(self.closing - timedelta(hours=hours), act)

    def share(self, actor: Actor, amount: Amount, *, hours: float, **said: Any) -> Listing:
        """Offer something for so many hours from now; `said` as in `ListingDraft`."""
        draft = self.listing_draft(actor, amount, hours=hours, **said)
        listing, _new = listings.create(
            by=actor.user, listing_id=new_id(self.life.random), draft=draft
        )
        if not listing.is_until_gone:
            self.life.close(listing.available_until, partial(listings.expire, listing=listing))
        self.shown.append(listing)
        return listing

    def listing_draft(
        self, actor: Actor, amount: Amount, *, hours: float, **said: Any
    ) -> ListingDraft:
        slug, quantity, unit = amount
        now = clock.now()
        values = {
            "available_from": now,
            "available_until": now + timedelta(hours=hours),
            "organization": actor.organization,
            **said,
        }
        return ListingDraft(
            food=self.life.foods[slug], quantity=Decimal(quantity), unit=unit, **values
        )

    def ask(self, actor: Actor, amount: Amount, *, days: int, note: str = "") -> FoodRequest:
        slug, quantity, unit = amount
        draft = RequestDraft(
            food=self.life.foods[slug],
            quantity=Decimal(quantity),
            unit=unit,
            needed_by=clock.now() + timedelta(days=days),
            note=note,
            organization=actor.organization,
        )
        request, _new = requests.create(
            by=actor.user, request_id=new_id(self.life.random), draft=draft
        )
        return request

    def propose(
        self,
        proposer: Actor,
        quantity: int,
        start: datetime,
        *,
        listing: Listing | None = None,
        request: FoodRequest | None = None,
        message: str = "",
    ) -> Commitment:
        """For two hours from `start`: who asks comes, who offers brings it."""
        draft = ProposalDraft(
            listing=listing,
            request=request,
            quantity=Decimal(quantity),
            handover_start=start,
            handover_end=start + timedelta(hours=2),
            travel=Travel.COLLECT if listing else Travel.DELIVER,
            message=message,
        )
        commitment, _new = commitments.propose(
            by=proposer.user, commitment_id=new_id(self.life.random), draft=draft
        )
        return commitment

    def say(self, actor: Actor, commitment: Commitment, text: str) -> None:
        """In the conversation of a promise."""
        self.say_in(actor, Conversation.objects.get(pk=commitment.pk), text)

    def say_in(self, actor: Actor, conversation: Conversation, text: str) -> None:
        message_id = new_id(self.life.random)
        send(by=actor.user, conversation=conversation, message_id=message_id, text=text)

    def neighbour(self, actor: Actor) -> Actor:
        """Somebody near, sooner than far."""
        others = [other for other in self.life.people if other.user != actor.user]
        return self.life.near(others, actor.home)

    def day(self, days: int = 0) -> date:
        """So many days after the present one, by the town's clocks."""
        return self.closing.astimezone(self.life.zone).date() + timedelta(days=days)

    def hour(self, day: date, hour: int) -> datetime:
        """An hour of a day by the town's clocks, in UTC."""
        return datetime.combine(day, time(hour), self.life.zone).astimezone(UTC)

    def soon(self) -> datetime:
        """The next half hour but one; late in the evening, and at night, the next morning."""
        half = timedelta(minutes=30)
        past = self.closing - self.closing.replace(minute=0, second=0, microsecond=0)
        start = self.closing - past % half + 2 * half
        local = start.astimezone(self.life.zone)
        if WAKES <= local.hour < SLEEPS - 1:
            return start
        return self.hour(local.date() + timedelta(days=local.hour >= SLEEPS - 1), MORNING)
