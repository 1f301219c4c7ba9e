"""The town's organizations: who they are, where, and what they live on. All of them made up."""

from dataclasses import dataclass

from accounts.enums import OrganizationKind as Kind

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
Hours = dict[str, list[list[str]]]


@dataclass(frozen=True)
class Institution:
    """An organization before it is created.

    Args:
        name: as people know it.
        kind: `OrganizationKind`.
        district: where its door is.
        about: its own words.
        hours: weekday → opening times.
        accepts: slugs of categories.
    """

    name: str
    kind: Kind
    district: str
    about: str
    hours: Hours
    accepts: tuple[str, ...] = ()


def _open(days: tuple[str, ...], opens: str, closes: str) -> Hours:
    return {day: [[opens, closes]] for day in days}


PANTRY_ACCEPTS = (
    "vegetables",
    "roots-potatoes",
    "fruit",
    "eggs-dairy",
    "bread-bakery",
    "grains-dried",
    "tinned-jars",
    "baby-food",
    "household-hygiene",
)
KITCHEN_ACCEPTS = ("vegetables", "leafy-greens-herbs", "roots-potatoes", "legumes", "eggs-dairy")

DEMO_PANTRY = "Folly Lane Pantry"

INSTITUTIONS = (
    Institution(
        DEMO_PANTRY,
        Kind.PANTRY,
        "Grandpont",
        "A pantry run by neighbours. Come with a bag, take what you need, no questions asked.",
        _open(("mon", "thu"), "10:00", "13:00") | _open(("sat",), "09:30", "12:00"),
        PANTRY_ACCEPTS,
    ),
    Institution(
        "East Oxford Larder",
        Kind.PANTRY,
        "East Oxford",
        "Weekly shop for members, pay what you can. Fresh food first.",
        _open(("tue", "fri"), "11:00", "16:00"),
        PANTRY_ACCEPTS,
    ),
    Institution(
        "Hilltop Community Pantry",
        Kind.PANTRY,
        "Headington",
        "In the church hall. Tea is on, the fridge is open.",
        _open(("wed",), "10:00", "14:00"),
        PANTRY_ACCEPTS,
    ),
    Institution(
        "The Long Table",
        Kind.KITCHEN,
        "St Clement's",
        "A community kitchen: we cook what is given and eat together on Wednesdays.",
        _open(("wed", "sun"), "12:00", "15:00"),
        KITCHEN_ACCEPTS,
    ),
    Institution(
        "Canal Side Kitchen",
        Kind.KITCHEN,
        "Jericho",
        "Hot meals for anyone, three days a week, cooked by volunteers.",
        _open(("mon", "wed", "fri"), "17:00", "19:30"),
        KITCHEN_ACCEPTS,
    ),
    Institution(
        "Willow Walk School Kitchen",
        Kind.SCHOOL,
        "New Hinksey",
        "School lunches; on Fridays what is left goes to whoever comes with a box.",
        _open(WEEKDAYS, "08:00", "15:00"),
        ("fruit", "vegetables"),
    ),
    Institution(
        "Beech Road School Kitchen",
        Kind.SCHOOL,
        "Temple Cowley",
        "We cook for 240 children and hate throwing food away.",
        _open(WEEKDAYS, "08:00", "15:00"),
        ("fruit", "vegetables"),
    ),
    Institution(
        "South Meadow Garden",
        Kind.GARDEN,
        "Grandpont",
        "Forty plots between the river and the railway. What we cannot eat is here.",
        _open(("sat", "sun"), "10:00", "16:00"),
    ),
    Institution(
        "Iffley Fields Growers",
        Kind.GARDEN,
        "Iffley Fields",
        "A shared garden on an old nursery. Everyone digs, everyone eats.",
        _open(("sun",), "10:00", "14:00"),
    ),
    Institution(
        "Marston Plots",
        Kind.GARDEN,
        "New Marston",
        "Allotment holders who leave their glut on the table by the gate.",
        _open(("sat",), "09:00", "12:00"),
    ),
    Institution(
        "Long Mead Farm",
        Kind.FARM,
        "Osney",
        "Mixed vegetables on river land. Wonky ones are as good as straight ones.",
        _open(("tue", "fri"), "09:00", "17:00"),
    ),
    Institution(
        "Shotover Foot Farm",
        Kind.FARM,
        "Barton",
        "A small farm under the hill: roots, cabbages, apples.",
        _open(("wed", "sat"), "09:00", "13:00"),
    ),
    Institution(
        "Plain Bakery",
        Kind.SHOP,
        "St Clement's",
        "Bread from four in the morning. Yesterday's loaves look for a toaster.",
        _open((*WEEKDAYS, "sat"), "07:00", "18:00"),
    ),
    Institution(
        "Walton Corner Grocer",
        Kind.SHOP,
        "Jericho",
        "The corner shop. Short dates are put aside for neighbours.",
        _open((*WEEKDAYS, "sat", "sun"), "08:00", "20:00"),
    ),
    Institution(
        "Rose Hill Neighbours",
        Kind.MUTUAL_AID,
        "Rose Hill",
        "A phone tree that became a food round. We deliver to doors.",
        _open(("tue", "thu"), "17:00", "19:00"),
        PANTRY_ACCEPTS,
    ),
)
