"""Sample data for the style guide: every component in every state."""

from types import SimpleNamespace

from foodcoord.styleguide.facts import BARS, COLUMNS, MAP, STEPS
from foodcoord.styleguide.sample_form import SampleForm

PICTURES = (
    "vegetables",
    "leafy-greens",
    "roots",
    "fruit",
    "berries",
    "herbs",
    "legumes",
    "mushrooms",
    "nuts",
    "eggs",
    "dairy",
    "bread",
    "meat-fish",
    "prepared",
    "tinned",
    "dry-goods",
    "pantry",
    "drinks",
    "baby",
    "household",
    "hygiene",
    "plants",
    "basket",
)
ARTS = (
    "basket",
    "seedling",
    "table",
    "map",
    "inbox",
    "nearby",
    "exchanges",
    "messages",
    "notifications",
    "saved",
    "offline",
    "waiting",
    "locked",
    "not-found",
    "error",
)
LONG = "Zwetschgenknödelüberbleibsel from the very last house behind the allotments"
ICONS = (
    "map-pin",
    "clock",
    "calendar",
    "handshake",
    "hand-heart",
    "truck",
    "leaf",
    "snowflake",
    "bell",
)


def _card(**fields: object) -> dict[str, object]:
    card: dict[str, object] = {
        "url": "#card",
        "kind": "listing",
        "kind_label": "Offered",
        "when_iso": "2026-11-22T18:00:00+01:00",
        "when_title": "Sunday 22 November 2026, 18:00",
        "who": "A neighbour",
        "tags": [],
        "warnings": [],
    }
    return card | fields


CARDS = [
    _card(
        title="Courgettes",
        quantity="20 pieces",
        picture="vegetables",
        where="1.2 km away",
        when="until Sunday 18:00",
        tags=["Vegan"],
    ),
    _card(
        title="Eggs from the community garden",
        quantity="3 dozens, 1 left",
        picture="eggs",
        where="600 m away",
        when="Ends today 19:00",
        urgent=True,
        who="Riverside Garden",
        warnings=["Eggs"],
    ),
    _card(
        title="Sourdough, baked this morning",
        quantity="8 loaves",
        picture="bread",
        where="2.4 km away",
        when="until tomorrow 12:00",
        who="Mill Street Bakery",
        tags=["Vegan"],
        warnings=["Gluten"],
        state_label="Reserved",
        state_tone="wait",
    ),
    _card(
        kind="request",
        kind_label="Needed",
        title="Long-life milk",
        quantity="40 litres",
        picture="dairy",
        where="3 km away",
        when="by Friday",
        who="St Mary’s Pantry",
    ),
    _card(
        title="Apples, windfalls for juice",
        quantity="35 kg",
        picture="fruit",
        where="4.1 km away",
        when="until Saturday 20:00",
        tags=["Vegan", "Halal", "Gluten-free"],
    ),
    _card(
        title=LONG,
        quantity="1,000 kilograms and a half",
        picture="basket",
        where="less than 1 km away",
        when="until it is gone",
        who="Community Supported Agriculture of the Northern Hills",
        tags=["Vegan", "Vegetarian", "Lactose-free"],
        warnings=["Sulphur dioxide"],
        state_label="Waiting for you",
        state_tone="wait",
    ),
    _card(
        kind="request",
        kind_label="Needed",
        title="Baby food",
        quantity="24 jars",
        picture="baby",
        where="5 km away",
        when="by Monday 30 November",
        who="Open Kitchen",
    ),
]
EXCHANGES = [
    {
        "url": "#x",
        "title": "4 kg of tomatoes",
        "text": "Ana would like to collect them.",
        "when": "Tomorrow 17:00–18:00",
        "when_iso": "2026-11-21T17:00:00+01:00",
        "when_title": "Saturday 21 November 2026",
        "where": "at your place",
        "picture": "vegetables",
        "state_label": "Waiting for you",
        "state_tone": "wait",
        "waiting": True,
        "hint": "New here: no exchanges yet.",
    },
    {
        "url": "#x",
        "title": "2 dozens of eggs",
        "text": "You collect them from Riverside Garden.",
        "when": "Sunday 10:00",
        "when_iso": "2026-11-22T10:00:00+01:00",
        "when_title": "Sunday 22 November 2026",
        "where": "800 m away",
        "picture": "eggs",
        "state_label": "Agreed",
        "state_tone": "open",
        "hint": "Has kept 12 of 12 exchanges.",
    },
    {
        "url": "#x",
        "title": "6 loaves of bread",
        "text": "You gave them to Open Kitchen.",
        "when": "last Monday",
        "when_iso": "2026-11-16T10:00:00+01:00",
        "when_title": "Monday 16 November 2026",
        "picture": "bread",
        "state_label": "Handed over",
        "state_tone": "done",
    },
]
ROWS = [
    {
        "url": "#r",
        "title": "Courgettes",
        "text": "20 pieces · until Sunday 18:00",
        "picture": "vegetables",
        "badge": "Active",
        "badge_tone": "open",
    },
    {
        "url": "#r",
        "title": "Apples",
        "text": "35 kg · ended yesterday",
        "picture": "fruit",
        "badge": "Expired",
        "badge_tone": "warn",
    },
    {
        "url": "#r",
        "title": "Riverside Garden",
        "text": "Community garden · verified 3 days ago",
        "initial": "R",
        "meta": "Coordinator",
    },
]
OPTIONS = [
    {
        "id": "o1",
        "value": "courgette",
        "label": "Courgette",
        "hint": "also: zucchini",
        "picture": "vegetables",
    },
    {"id": "o2", "value": "carrot", "label": "Carrot", "hint": "", "picture": "roots"},
]
SHARE = {
    "url": "https://foodcoord.example/styleguide/",
    "title": "Style guide",
    "text": "Every component in every state.",
    "image": "https://foodcoord.example/static/brand.svg",
    "locale": "en",
}
STEP = {"number": 2, "of": 3, "back_url": "#back", "bars": [True, True, False]}
SOMEBODY = SimpleNamespace(is_authenticated=True, display_name="Ana", email="ana@example.org")
ACTING = {
    "user": SOMEBODY,
    "request": SimpleNamespace(session=SimpleNamespace(acting_for=True)),
    "acting_for": SimpleNamespace(name="Riverside Garden"),
}


class Said(SimpleNamespace):
    """A message of the site, as its own framework hands it over."""

    def __str__(self) -> str:
        return str(self.text)


MESSAGES = [
    Said(level_tag=tag, text=text)
    for tag, text in (("success", "Your settings are saved."), ("error", "That did not work."))
]


def samples() -> dict[str, object]:
    """The context of `styleguide/index.html`."""
    return {
        "pictures": PICTURES,
        "icons": ICONS,
        "arts": ARTS,
        "step": STEP,
        "share": SHARE,
        "options": OPTIONS,
        "somebody": SOMEBODY,
        "acting": ACTING,
        "said": MESSAGES,
        "cards": CARDS,
        "exchanges": EXCHANGES,
        "rows": ROWS,
        "steps": STEPS,
        "bars": BARS,
        "columns": COLUMNS,
        "map": MAP,
        "waiting_count": 2,
        "form": SampleForm(),
        "wrong_form": SampleForm(
            {"email": "ana@", "unit": "piece", "quantity": "-1"}, auto_id="wrong_%s"
        ),
        "trend": "0,26 12,20 25,22 37,12 50,15 62,8 75,11 87,5 100,7",
        "trend_area": "0,32 0,26 12,20 25,22 37,12 50,15 62,8 75,11 87,5 100,7 100,32",
    }
