"""Which foods a line asks for. What is not surely one is none: better unmapped than wrong."""

from collections.abc import Callable
from functools import lru_cache

from catalog.folding import fold
from partners.lines.cleaning import LONGEST_LINE, clean, is_too_long
from partners.lines.names import Means, Names
from partners.lines.phrases import Phrase, phrase
from partners.lines.splitting import Said, alternatives, said, several
from partners.lines.variants import HOUSEHOLD, JAR, fits, for_anyone, readings
from partners.lines.words import SAYS_NOTHING, TELLING

REMEMBERED = 10_000
MOST_WORDS = 14
NONE = Means()
TINNED = frozenset(["tinned"])


def says_nothing(line: str) -> bool:
    """Whether it stands where a list would: `Nothing`, `Unknown`, `Facebook`, an empty line."""
    return fold(clean(line[: 4 * LONGEST_LINE])) in SAYS_NOTHING


class Mapper:
    """Maps lines by the names it is given; the same line is looked at once."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.means: Callable[[str], Means] = lru_cache(maxsize=REMEMBERED)(self._means)

    def _means(self, line: str) -> Means:
        """What a line asks for; nothing when that is not sure.

        Args:
            line: as it was published.
        """
        if is_too_long(line):
            return NONE
        told = said(line)
        if not told.head or phrase(told.refused).forms:
            return NONE
        if len(phrase(told.head).words) > MOST_WORDS:
            return NONE
        return self._of(told) or NONE

    def _of(self, told: Said) -> Means | None:
        besides = phrase(told.besides.replace("/", " "))
        parts = several(told.head)
        if len(parts) > 1:
            whole = self._known(phrase(told.head))
            if whole is None and len(parts) == 2 and len(alternatives(parts[1])) == 1:
                whole = self._mixed(phrase(parts[0]), phrase(parts[1]))
            return whole if whole is not None else self._together(parts, besides)
        if len(alternatives(told.head)) > 1:
            return self._any(told.head, besides, frozenset())
        whole = self._one(phrase(told.head), besides)
        # A category, or nothing known: what is added may say it more closely.
        if told.besides and (whole is None or whole.categories):
            closer = self._together(several(told.besides), Phrase(()))
            if closer and closer.foods:
                return closer
        return whole

    def _mixed(self, first: Phrase, last: Phrase) -> Means | None:
        """What may be one food after all: `salt and vinegar crisps`, `steak & kidney pie`."""
        if len(first.words) > 1 or len(last.words) < 2:
            return None
        if means := self._headed(last):
            return means
        return NONE if self._one(last, Phrase(())) is None else None

    def _together(self, parts: list[str], besides: Phrase) -> Means | None:
        """All that is named, each once."""
        forms = _forms(parts)
        found = [means for part in parts if (means := self._any(part, besides, forms))]
        foods = dict.fromkeys(slug for means in found for slug in means.foods)
        categories = dict.fromkeys(slug for means in found for slug in means.categories)
        return Means(tuple(foods), tuple(categories)) or None

    def _any(self, part: str, besides: Phrase, forms: frozenset[str]) -> Means | None:
        """The first of the alternatives that is known."""
        choices = [phrase(choice) for choice in alternatives(part)]
        if len(choices) < 2:
            return self._shared(phrase(part), besides, forms)
        if whole := self._known(phrase(part)):
            return Means(whole.foods[:1], () if whole.foods else whole.categories[:1])
        forms = forms or _forms(alternatives(part))
        *others, last = choices
        for choice in others:
            if means := self._with_tail(choice, last, besides, forms):
                return means
        return self._shared(last, besides, forms)

    def _with_tail(
        self, choice: Phrase, last: Phrase, besides: Phrase, forms: frozenset[str]
    ) -> Means | None:
        """`Dog / cat food`: the last alternative's end may be meant for all."""
        # "Tinned / fresh meat": whoever says no food of its own means all of the last one.
        firsts = range(1, len(last.words)) if choice.words else range(1)
        for first in firsts:
            forms_of_both = choice.forms if not choice.words else choice.forms | last.forms
            tailed = Phrase((*choice.words, *last.words[first:]), forms_of_both)
            if means := self._one(tailed, besides):
                return means
        alone = self._shared(choice, besides, forms)
        is_sure = len(last.words) == 1 or (alone and alone.foods)
        return alone if is_sure else None

    def _shared(self, said_here: Phrase, besides: Phrase, forms: frozenset[str]) -> Means | None:
        """A part of a list whose first or last part says `tinned`, maybe for all of them."""
        alone = self._one(said_here, besides)
        if not forms or said_here.forms or not said_here.words:
            return alone
        shared = self._one(Phrase(said_here.words, forms), besides)
        if forms != TINNED or not alone or shared == alone:
            return shared or alone
        is_shelved = bool(alone.foods) and all(
            self.names.kept[slug].is_shelved for slug in alone.foods
        )
        if is_shelved:  # pasta beside tinned tomatoes: sure only if tins of it are unknown
            return None if shared else alone
        return shared

    def _one(self, said_here: Phrase, besides: Phrase) -> Means | None:
        """What a phrase means together with what is added to it, or else without."""
        forms = said_here.forms | besides.forms
        joined = Phrase((*said_here.words, *besides.words), forms)
        bare = Phrase(said_here.words, forms)
        if besides.words:
            for reading in readings(joined):
                for source in (self.names.known, self.names.turned):
                    if (means := source(reading)) is not None:
                        return means
        elif besides.forms and (means := self.names.turned(bare)) is not None:
            return means
        if TELLING & set(besides.words):
            return None
        return self._bare(bare)

    def _known(self, asked: Phrase) -> Means | None:
        """By a name of its own, and packed as that food is."""
        for reading in readings(asked):
            if (means := self.names.known(reading)) is not None:
                return means if self._is_fit(means, asked, reading, frozenset()) else NONE
        return None

    def _bare(self, asked: Phrase) -> Means | None:
        if (means := self._known(asked)) is not None:
            return means
        for reading in readings(asked):
            if means := self._headed(reading):
                return means
        for reading in readings(asked):
            if means := self._unformed(asked, reading):
                return means
        return self._for_whom(asked)

    def _headed(self, asked: Phrase) -> Means | None:
        means = self.names.headed(asked)
        return None if means is None or TELLING & set(asked.words) else means

    def _unformed(self, asked: Phrase, reading: Phrase) -> Means | None:
        """By its bare name, if the food is kept as it was said to be."""
        means = self.names.known(Phrase(reading.words)) or self._headed(Phrase(reading.words))
        if not means or not reading.words:
            return None
        return means if self._is_fit(means, asked, reading, reading.forms) else None

    def _is_fit(self, means: Means, asked: Phrase, reading: Phrase, forms: frozenset[str]) -> bool:
        """Whether what is meant can be packed and kept as was said, but left out of the reading."""
        packed = frozenset([JAR]) & (set(asked.words) - set(reading.words))
        if means.categories:  # "fresh fruit" is fruit; tins and jars of it are known by name
            return forms <= {"fresh"} and not packed
        return all(fits(self.names.kept[slug], forms, packed) for slug in means.foods)

    def _for_whom(self, asked: Phrase) -> Means | None:
        """Toiletries are the same food for whomever they are."""
        anyone = for_anyone(asked)
        if anyone == asked:
            return None
        means = self._bare(anyone)
        if not means:
            return None
        shelves = {self.names.kept[slug].category for slug in means.foods} | {*means.categories}
        return means if shelves == {HOUSEHOLD} else None


def _forms(parts: list[str]) -> frozenset[str]:
    """What the first word of all, or the last, says of how all are kept."""
    first, last = clean(parts[0]).split(" ", 2)[:2], clean(parts[-1]).split(" ")[-1]
    leading = phrase(first[0]).forms or phrase(" ".join(first)).forms
    return leading or phrase(last).forms
