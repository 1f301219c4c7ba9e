"""The words of need lists that say how food is packed, or nothing about what it is.

Written for lists in English. All are folded and in the singular, as `phrases` compares them; the
long lists are in `partners/data/words.csv`.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "words.csv"


def _words() -> Mapping[str, frozenset[str]]:
    """The words of the file, by kind."""
    kinds: dict[str, set[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            kinds.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in kinds.items()}


_WORDS = _words()

# They say how much, how soon, or whatever kind.
FILLERS = _WORDS["filler"]
# How it is packed, where that changes nothing: dropped at the beginning ("packets of biscuits").
PACKED_BEFORE = _WORDS["packed_before"]
# Behind a food fewer words are only a packing: a sandwich bag is no sandwich.
PACKED_BEHIND = _WORDS["packed_behind"]
# For whom: changes nothing about toiletries.
FOR_WHOM = _WORDS["for_whom"]
# Makers and shops; dropped where what is left has a name.
BRANDS = _WORDS["brand"]
# They make another food of what they stand beside: none of them is ever left out.
TELLING = _WORDS["telling"]

# What changes the food: "tinned fruit" is not fruit. Several ways to say it are one.
FORMS: Mapping[str, str] = {
    "tin": "tinned",
    "tinned": "tinned",
    "can": "tinned",
    "canned": "tinned",
    "uht": "uht",
    "longlife": "uht",
    "frozen": "frozen",
    "fresh": "fresh",
    "dried": "dried",
    "dry": "dried",
}

# Several words that are one, in the order in which they are looked for.
JOINED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("and",): (),
    ("long", "life"): ("uht",),
    ("u", "h", "t"): ("uht",),
    ("gluten", "free"): ("glutenfree",),
    ("lactose", "free"): ("lactosefree",),
    ("dairy", "free"): ("dairyfree",),
    ("sugar", "free"): (),
    ("no", "added", "sugar"): (),
    ("no", "added", "salt"): (),
    ("non", "perishable"): (),
    ("ring", "pull"): (),
    ("own", "brand"): (),
    ("semi", "skimmed"): (),
    ("full", "fat"): (),
    ("low", "fat"): (),
    ("low", "stock"): (),
    ("low", "in", "stock"): (),
    ("running", "low"): (),
    ("running", "short"): (),
    ("all", "type"): (),
    ("all", "kind"): (),
    ("all", "variety"): (),
    ("all", "flavour"): (),
    ("family", "size"): (),
    ("family", "pack"): (),
    ("travel", "size"): (),
    ("good", "quality"): (),
    ("always", "needed"): (),
    ("in", "date"): (),
    ("small", "jar"): ("jar",),
    ("large", "jar"): ("jar",),
    ("cous", "cous"): ("couscous",),
    ("corn", "flake"): ("cornflake",),
    ("corn", "flour"): ("cornflour",),
    ("sweet", "corn"): ("sweetcorn",),
    ("loo", "roll"): ("toilet", "roll"),
    ("bathroom", "roll"): ("toilet", "roll"),
    ("washingup",): ("washing", "up"),
    ("tea", "bag"): ("teabag",),
    ("choc",): ("chocolate",),
    ("veg",): ("vegetable",),
    ("veggie",): ("vegetable",),
    ("yogurt",): ("yoghurt",),
    ("diaper",): ("nappy",),
    ("fruity",): ("fruit",),
    ("tom",): ("tomato",),
}

# Said instead of a list: nothing is asked for.
SAYS_NOTHING = frozenset(
    [
        "",
        "nothing",
        "none",
        "unknown",
        "facebook",
        "see facebook",
        "n a",
        "na",
        "nil",
        "tbc",
        "not known",
        "no",
    ]
)
