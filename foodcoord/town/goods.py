"""What passes from hand to hand: which foods, in what amounts, and when they are in season."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from catalog.models import Food

HALF = Decimal("0.5")
WEIGHED = frozenset({"kg", "l"})


@dataclass(frozen=True)
class Good:
    """One thing people post: a food with a usual amount."""

    slug: str
    unit: str
    least: int
    most: int

    def amount(self, random: Random, times: int = 1) -> Decimal:
        """A plausible amount; what is weighed, in halves."""
        if self.unit in WEIGHED:
            return random.randint(2 * self.least, 2 * self.most) * HALF * times
        return Decimal(random.randint(self.least, self.most) * times)


def part_of(quantity: Decimal, unit: str, random: Random) -> Decimal:
    """Some of it, in amounts people name; at most all."""
    share = Decimal(random.choice([3, 5, 5, 10, 10, 10])) / 10
    step = HALF if unit in WEIGHED else Decimal(1)
    return min(quantity, max(step, (quantity * share // step) * step))


def _goods(text: str) -> tuple[Good, ...]:
    rows = (line.split() for line in text.strip().splitlines())
    return tuple(Good(slug, unit, int(least), int(most)) for slug, unit, least, most in rows)


# What a temperate garden gives, by category; the catalog says when.
GARDEN = {
    "vegetables": _goods(
        """
        courgette piece 4 20
        tomato kg 1 5
        cherry-tomato kg 1 2
        cucumber piece 2 6
        runner-bean kg 1 3
        green-bean kg 1 3
        sweetcorn piece 3 10
        pumpkin kg 3 12
        butternut-squash kg 2 8
        cabbage kg 2 6
        savoy-cabbage kg 2 6
        red-cabbage kg 1 5
        cauliflower kg 1 5
        broccoli kg 1 4
        brussels-sprout kg 1 4
        leek kg 1 5
        rhubarb kg 1 4
        asparagus kg 1 1
        """
    ),
    "leafy-greens-herbs": _goods(
        """
        lettuce piece 2 6
        spinach kg 1 1
        swiss-chard bunch 2 5
        kale kg 1 2
        cavolo-nero kg 1 1
        lambs-lettuce kg 1 1
        spring-greens kg 1 2
        parsley bunch 2 4
        rosemary bunch 1 4
        mint bunch 2 5
        """
    ),
    "roots-potatoes": _goods(
        """
        potato kg 2 8
        new-potato kg 2 5
        carrot kg 1 4
        parsnip kg 1 4
        beetroot kg 1 4
        swede kg 1 4
        celeriac kg 1 3
        onion kg 1 4
        radish bunch 2 5
        jerusalem-artichoke kg 1 3
        """
    ),
    "fruit": _goods(
        """
        apple kg 2 8
        cooking-apple kg 2 8
        windfall-apple kg 3 10
        pear kg 1 5
        plum kg 1 6
        quince kg 1 3
        cherry kg 1 3
        medlar kg 1 2
        """
    ),
    "berries": _goods(
        """
        strawberry kg 1 2
        raspberry kg 1 1
        blackberry kg 1 2
        gooseberry kg 1 2
        blackcurrant kg 1 2
        """
    ),
}
EGGS_AND_DAIRY = _goods(
    """
    egg dozen 1 2
    egg dozen 1 2
    milk l 2 4
    butter pack 1 2
    cheese kg 1 1
    yoghurt piece 4 8
    """
)
HENS = _goods("egg piece 4 6")
BREAD = _goods(
    """
    bread loaf 4 12
    wholemeal-bread loaf 3 8
    sourdough-bread loaf 2 6
    bread-roll piece 10 30
    pastry piece 6 18
    """
)
MEALS = _goods(
    """
    vegetable-soup l 4 10
    curry portion 8 20
    pasta-dish portion 8 24
    bean-stew portion 8 20
    """
)
CUPBOARD = _goods(
    """
    tinned-bean tin 3 8
    tinned-tomato tin 3 8
    baked-bean tin 3 10
    pasta kg 1 3
    rice kg 1 3
    breakfast-cereal pack 1 3
    tea pack 1 3
    jam jar 2 5
    """
)
BABY_AND_HOME = _goods(
    """
    nappy pack 1 3
    baby-food-jar jar 4 10
    infant-formula tin 1 3
    toilet-paper pack 1 2
    soap piece 2 5
    """
)
KINDS_OF_BREAD = _goods("bread loaf 1 3\nwholemeal-bread loaf 1 2")
SOME_FRUIT = _goods("apple kg 1 3\npear kg 1 2")
SOME_VEGETABLES = _goods("carrot kg 1 2\npotato kg 2 4\nleek kg 1 2")


def in_season(
    goods: Sequence[Good], foods: dict[str, Food], month: int, *, north: bool
) -> list[Good]:
    """The goods that are harvested in a month, by the catalog."""
    return [
        good
        for good in goods
        if month in (foods[good.slug].season_north if north else foods[good.slug].season_south)
    ]
