"""What comes round every week, and what the two sides of it have learnt of each other since."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial

from commitments import services as commitments
from commitments.enums import CancelReason
from commitments.models import Commitment
from core import clock
from foodcoord.town.inhabitants import Actor, new_id
from foodcoord.town.stage import Stage
from listings import services as listings
from listings.models import Listing
from requests_app import services as requests
from requests_app.models import FoodRequest
from standing import services as standing
from standing.enums import DayOfWeek, Kind
from standing.models import Standing
from standing.services import StandingDraft

Then = Callable[[Standing, int, date], None]
WEEKS = 10
SKIPPED_WEEK = 6
SEARCHERS_WEEKS = (1, 3, 5, 7, 8)
TAKEN_BACK_WEEK, CALLED_OFF_WEEK = 5, 2  # by who would have had it; by who would have given it


class Routines(Stage):
    """Weekly posts of the last months, most of them taken and kept."""

    def grower_shares_weekly(self, grower: Actor, searcher: Actor) -> None:
        """Potatoes, each Saturday; one was left out, one promise was taken back."""
        draft = StandingDraft(
            kind=Kind.LISTING,
            food=self.life.foods["potato"],
            quantity=Decimal(6),
            unit="kg",
            title="Saturday potatoes from plot 17",
            note="On the bench by the green gate. Bring a bag, please.",
            weekday=DayOfWeek.SATURDAY,
            opens=time(9),
            closes=time(18),
            first_day=self.day(-7 * WEEKS),
        )
        self._from_the_beginning(grower, draft, partial(self._taken, grower, searcher))

    def pantry_asks_weekly(self, pantry: Actor) -> None:
        """Bread, each Thursday; somebody brings it most of the time."""
        draft = StandingDraft(
            kind=Kind.REQUEST,
            food=self.life.foods["bread"],
            quantity=Decimal(12),
            unit="loaf",
            note="For the Thursday table. Yesterday's bread is welcome.",
            weekday=DayOfWeek.THURSDAY,
            closes=time(12),
            days_ahead=4,
            organization=pantry.organization,
            first_day=self.day(-7 * WEEKS),
        )
        self._from_the_beginning(pantry, draft, partial(self._brought, pantry))

    def _from_the_beginning(self, actor: Actor, draft: StandingDraft, then: Then) -> None:
        number = new_id(self.life.random)

        def begin() -> None:
            made, _new = standing.start(by=actor.user, standing_id=number, draft=draft)
            first = next(days for days in range(7) if _is_on(made, self.day(days - 7 * WEEKS)))
            for week in range(WEEKS + 2):
                day = self.day(first - 7 * (WEEKS - week))
                self._plan_week(made, actor, week, day, then)

        self.before(24 * 7 * WEEKS + 30, begin)

    def _plan_week(self, made: Standing, actor: Actor, week: int, day: date, then: Then) -> None:
        posted = self.hour(day - timedelta(days=made.days_ahead), 8)
        if week == SKIPPED_WEEK:
            skip = partial(standing.skip, standing=made, by=actor.user, day=day)
            self.life.agenda.at(posted - timedelta(days=1), skip)
        self.life.agenda.at(posted, partial(standing.post_due, standing=made))
        self.life.agenda.at(posted + timedelta(minutes=1), partial(then, made, week, day))

    def _taken(self, grower: Actor, searcher: Actor, made: Standing, week: int, day: date) -> None:
        listing = Listing.objects.filter(pk=made.post_id(day)).first()
        if listing is None or not listing.is_live:
            return
        self.shown.append(listing)
        self.life.close(listing.available_until, partial(listings.expire, listing=listing))
        takers = [self.neighbour(grower)]
        if week in SEARCHERS_WEEKS:
            takers.append(searcher)
        for taker in takers:
            promise = self.propose(taker, 2, self.hour(day, 10), listing=listing)
            off_by = {TAKEN_BACK_WEEK: taker, CALLED_OFF_WEEK: grower}.get(week)
            self._promised(promise, by=grower, other=taker, off_by=off_by)

    def _brought(self, pantry: Actor, made: Standing, week: int, day: date) -> None:
        request = FoodRequest.objects.filter(pk=made.post_id(day)).first()
        if request is None or not request.is_live:
            return
        self.life.close(request.needed_by, partial(requests.expire, food_request=request))
        helper = self.neighbour(pantry)
        promise = self.propose(helper, 6, self.hour(day, 10), request=request)
        self._promised(promise, by=pantry, other=helper)

    def _promised(
        self, promise: Commitment, *, by: Actor, other: Actor, off_by: Actor | None = None
    ) -> None:
        """Accepted within hours, and then handed over, or taken back the evening before."""
        agenda, start = self.life.agenda, promise.handover_start
        agreed = partial(commitments.accept, commitment=promise, by=by.user)
        agenda.at(clock.now() + timedelta(hours=3), agreed)
        if off_by is None:
            done = partial(commitments.hand_over, commitment=promise, by=by.user)
            agenda.at(start + timedelta(minutes=40), done)
            sure = partial(commitments.confirm, commitment=promise, by=other.user)
            agenda.at(start + timedelta(hours=9), sure)
            return
        off = partial(
            commitments.cancel,
            commitment=promise,
            by=off_by.user,
            reason=CancelReason.CANNOT_COME,
        )
        agenda.at(start - timedelta(hours=14), off)


def _is_on(made: Standing, day: date) -> bool:
    return day >= made.first_day and day.isoweekday() == made.weekday
