"""What the demo's accounts find when they sign in: something waiting, agreed, and done."""

from datetime import timedelta
from functools import partial

from commitments import services as commitments
from commitments.enums import Thanks
from commitments.models import Commitment
from commitments.services.negotiating import Offer
from conversations.models import Conversation
from conversations.services import agree
from conversations.services import ask as keep_in_touch
from core import clock
from foodcoord.town import goods
from foodcoord.town.inhabitants import Actor, new_id
from foodcoord.town.stage import Amount, Stage
from listings.enums import UNTIL_GONE
from listings.models import Listing
from requests_app.models import FoodRequest

GATE = "The green gate, second on the left. Ring if it is locked."


class Scenes(Stage):
    """Between the grower, the searcher and their neighbours."""

    def grower_shares(self, grower: Actor, searcher: Actor) -> None:
        """A glut: a week ago one of it was handed over; now one is agreed and one waits."""
        vegetables = goods.in_season(
            goods.GARDEN["vegetables"],
            self.life.foods,
            self.closing.astimezone(self.life.zone).month,
            north=self.life.is_north,
        )
        first, second = (
            (good.slug, amount, good.unit)
            for good, amount in ((vegetables[0], 8), (vegetables[-1], 9))
        )
        self.before(8 * 24, lambda: self._handed_over(grower, searcher, second))
        self.before(21, lambda: self._glut(grower, searcher, first))
        self.before(15, lambda: self._moving(grower, searcher, second))
        self.before(6, lambda: self._several(grower))

    def needs_eggs(self, searcher: Actor) -> None:
        """Open, and a neighbour has offered half of it."""
        self.before(22, lambda: self._asked(searcher, ("egg", 2, "dozen"), 1))

    def needs_milk(self, pantry: Actor) -> None:
        """The same for an organization."""
        self.before(21, lambda: self._asked(pantry, ("milk", 20, "l"), 4))

    def neighbours_share(self, searcher: Actor) -> None:
        """With dates: to be eaten soon, past its best, and with what somebody avoids."""
        baker, student, parent = (self.neighbour(searcher) for _ in range(3))
        self.before(30, lambda: self._past_its_best(student))
        self.before(4, lambda: self._to_be_eaten_soon(parent))
        self.before(3, lambda: self._with_nuts(baker))

    def _handed_over(self, grower: Actor, searcher: Actor, amount: Amount) -> None:
        """Both said thank you, and keep in touch since."""
        listing = self._plot(grower, amount, hours=60)
        promise = self.propose(
            searcher, 3, clock.now() + timedelta(hours=20), listing=listing, message="For soup!"
        )
        commitments.accept(commitment=promise, by=grower.user)
        self.before(172, partial(self._given, promise, searcher, grower))
        self.before(171, partial(self._thanked, promise, searcher, grower))
        self.before(150, lambda: self._in_touch(promise, searcher, grower))

    def _given(self, promise: Commitment, by: Actor, other: Actor) -> None:
        commitments.hand_over(commitment=promise, by=by.user)
        commitments.confirm(commitment=promise, by=other.user)

    def _thanked(self, promise: Commitment, one: Actor, other: Actor) -> None:
        note = "The soup fed six of us."
        commitments.thank(commitment=promise, by=one.user, phrase=Thanks.MADE_MY_DAY, note=note)
        commitments.thank(commitment=promise, by=other.user, phrase=Thanks.SEE_YOU)

    def _in_touch(self, promise: Commitment, one: Actor, other: Actor) -> None:
        origin = Conversation.objects.get(pk=promise.pk)
        number = new_id(self.life.random)
        opened, _new = keep_in_touch(by=one.user, conversation_id=number, origin=origin)
        agree(by=other.user, conversation=opened)
        hello = "Would you tell me when the parsnips are ready? I would help to dig."
        self.before(148, lambda: self.say_in(one, opened, hello))
        answer = "Gladly. After the first frost they are sweetest."
        self.before(146, lambda: self.say_in(other, opened, answer))

    def _glut(self, grower: Actor, searcher: Actor, amount: Amount) -> None:
        listing = self._plot(grower, amount, hours=96)
        agreed = self.propose(
            searcher,
            2,
            self.hour(self.day(1), 18),
            listing=listing,
            message="I could come by bike after work.",
        )
        self.before(18, partial(commitments.accept, commitment=agreed, by=grower.user))
        for hours, who, text in (
            (17.5, searcher, "Thank you! Is a backpack enough, or shall I bring a crate?"),
            (17, grower, "A backpack is fine. There is parsley too, do you want some?"),
            (3, searcher, "Yes please! I bring back the jars from last time."),
        ):
            self.before(hours, partial(self.say, who, agreed, text))
        one, other = self.neighbour(grower), self.neighbour(grower)
        self.before(2, lambda: self._wanted(one, listing, 2))
        today = partial(self._today, grower, searcher, other, listing)
        self.before(7, today)

    def _wanted(self, neighbour: Actor, listing: Listing, quantity: int) -> Commitment:
        evening = self.hour(self.day(1), 18)
        return self.propose(
            neighbour, quantity, evening, listing=listing, message="We are five at home."
        )

    def _today(self, grower: Actor, searcher: Actor, other: Actor, listing: Listing) -> None:
        """One to be handed over within hours; of another the receiver says that it was."""
        promise = self.propose(searcher, 1, self.soon(), listing=listing, message="And one more?")
        self.before(6, partial(commitments.accept, commitment=promise, by=grower.user))
        stated = self._wanted(other, listing, 2)
        commitments.accept(commitment=stated, by=grower.user)
        self.before(1.5, partial(commitments.hand_over, commitment=stated, by=other.user))
        self.before(1.2, partial(self._thanks_of, stated, other))
        self.before(1, lambda: self._asks_to_keep_in_touch(stated, other))

    def _thanks_of(self, promise: Commitment, by: Actor) -> None:
        commitments.thank(commitment=promise, by=by.user, phrase=Thanks.TASTED_GOOD)

    def _asks_to_keep_in_touch(self, promise: Commitment, by: Actor) -> None:
        origin = Conversation.objects.get(pk=promise.pk)
        keep_in_touch(by=by.user, conversation_id=new_id(self.life.random), origin=origin)

    def _moving(self, grower: Actor, searcher: Actor, amount: Amount) -> None:
        """Two are finding a time: one waits for the searcher, one for the grower."""
        listing = self._plot(grower, amount, hours=120)
        evening = self.hour(self.day(1), 19)
        asked = self.propose(searcher, 2, evening, listing=listing)
        later = [self._two_hours(2, 17), self._two_hours(3, 10)]
        self.before(5, lambda: self._offer(asked, grower, later))
        neighbour = self.neighbour(grower)
        agreed = self.propose(neighbour, 3, evening, listing=listing)
        commitments.accept(commitment=agreed, by=grower.user)
        moved = [self._two_hours(2, 9), self._two_hours(2, 18)]
        self.before(1.1, lambda: self._offer(agreed, neighbour, moved))
        late = "Sorry, I have to work tomorrow. Would one of these do?"
        self.before(0.9, lambda: self.say(neighbour, agreed, late))

    def _offer(self, commitment: Commitment, by: Actor, windows: list[Offer]) -> None:
        commitments.offer_windows(commitment=commitment, by=by.user, windows=windows)

    def _two_hours(self, days: int, hour: int) -> Offer:
        start = self.hour(self.day(days), hour)
        return Offer(start, start + timedelta(hours=2))

    def _several(self, grower: Actor) -> None:
        """One basket, three lines; a jar of it that stays until gone."""
        for slug, quantity in (("apple", 6), ("cooking-apple", 4), ("pear", 3)):
            title = f"{self.life.foods[slug].name_en}s from the old tree"
            self.share(grower, (slug, quantity, "kg"), hours=90, title=title, pickup_note=GATE)
        self.share(
            grower,
            ("jam", 5, "jar"),
            hours=0,
            available_until=UNTIL_GONE,
            title="Quince jelly",
            home_cooked=True,
            ingredients="Quinces, sugar, lemon juice.",
            best_before=self.day(240),
            pickup_note="Please bring an empty jar in return.",
        )

    def _past_its_best(self, actor: Actor) -> None:
        self.share(
            actor,
            ("pasta", 2, "kg"),
            hours=120,
            title="Pasta, unopened",
            best_before=self.day(-20),
        )

    def _to_be_eaten_soon(self, actor: Actor) -> None:
        self.share(
            actor,
            ("yoghurt", 6, "piece"),
            hours=60,
            title="Yoghurt, bought too much",
            use_by=self.day(2),
        )

    def _with_nuts(self, actor: Actor) -> None:
        self.share(
            actor,
            ("pastry", 8, "piece"),
            hours=30,
            title="Almond pastries from a birthday",
            home_cooked=True,
            ingredients="Wheat flour, butter, almonds, eggs, sugar.",
            allergens=["gluten", "milk", "eggs", "nuts"],
            use_by=self.day(1),
        )

    def _plot(self, grower: Actor, amount: Amount, *, hours: int) -> Listing:
        title = f"{self.life.foods[amount[0]].name_en} from plot 17"
        return self.share(grower, amount, hours=hours, title=title, pickup_note=GATE)

    def _asked(self, actor: Actor, amount: Amount, offered: int) -> None:
        request = self.ask(actor, amount, days=4)
        helper = self.neighbour(actor)
        self.before(3, lambda: self._offered(helper, request, offered))

    def _offered(self, helper: Actor, request: FoodRequest, quantity: int) -> None:
        evening = self.hour(self.day(1), 18)
        offer = self.propose(helper, quantity, evening, request=request, message="Fresh this week.")
        text = "I can bring it to the door, or earlier in the day if that is better."
        self.before(2.5, lambda: self.say(helper, offer, text))
