"""The weeks of one kind of food: two lines, and the same as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from insights.pages.amounts import weight
from insights.pages.seen import Seen
from insights.reads.trends import Stretch

WIDTH, HEIGHT = 420, 190
LEFT, RIGHT, TOP, BOTTOM = 68, 412, 12, 160
STEPS = (1, 2, 5, 10)
LEAST_GRAMS = 1000
Known = tuple[Stretch, float]
"""A stretch whose figure may be seen, and that: grams a week."""


@dataclass(frozen=True)
class Mark:
    """One week on a line; `x` and `y` are its middle."""

    x: int
    y: int
    title: str

    @property
    def left(self) -> int:
        return self.x - 3

    @property
    def top(self) -> int:
        return self.y - 3


@dataclass(frozen=True)
class Line:
    """Weeks that follow each other without a gap are joined: one `points` for each such run."""

    tone: str
    runs: list[str]
    marks: list[Mark]


def trend(seen: Seen) -> dict[str, Any]:
    """For `insights/overview_trend.html`; empty where nothing may be seen."""
    if not seen.trend:
        return {}
    names = {category.slug: category.name for category in seen.categories}
    name = names.get(seen.trend_category, _("All food"))
    system = seen.asked.system
    return {
        "category": name,
        "chips": _chips(seen, names),
        "rows": [_row(each, system) for each in seen.trend],
        "label": _("%(category)s: kilograms a week, offered and asked for") % {"category": name},
        "said": " ".join(_sentences(seen.trend, system)),
        **_drawing(seen.trend, system),
    }


def _chips(seen: Seen, names: dict[str, str]) -> list[dict[str, Any]]:
    ordered = [slug for slug in ["", *names] if slug in seen.trend_categories]
    return [
        {
            "label": names.get(slug, _("All food")),
            "url": f"{seen.asked.url(category=slug)}#trend-title",
            "current": slug == seen.trend_category,
        }
        for slug in ordered
    ]


def _sentences(stretches: Sequence[Stretch], system: str) -> list[str]:
    """What the two lines show, in words: where each begins and ends."""
    told = (
        (_("Offered: %(first)s a week at first, %(last)s at the end."), "offered"),
        (_("Asked for: %(first)s a week at first, %(last)s at the end."), "requested"),
    )
    sentences = []
    for sentence, what in told:
        known = _known(stretches, what)
        if len(known) > 1:
            ends = {"first": _weight(known[0][1], system), "last": _weight(known[-1][1], system)}
            sentences.append(sentence % ends)
    return sentences


def _row(stretch: Stretch, system: str) -> dict[str, str]:
    return {
        "days": _days(stretch.first, stretch.last),
        "offered": _weight(stretch.offered_a_week, system),
        "asked": _weight(stretch.requested_a_week, system),
    }


def _weight(grams: float | None, system: str) -> str:
    return _("too little to show") if grams is None else weight(round(grams), system)


def _days(first: date, last: date) -> str:
    return f"{date_format(first, 'j M')} – {date_format(last, 'j M')}"


def _drawing(stretches: Sequence[Stretch], system: str) -> dict[str, Any]:
    offered, asked = _known(stretches, "offered"), _known(stretches, "requested")
    top = _nice(max([LEAST_GRAMS, *(grams for _stretch, grams in offered + asked)]))
    first, last = stretches[0].first, stretches[-1].last

    def x(stretch: Stretch) -> int:
        middle = (stretch.first - first).days + stretch.days / 2
        return round(LEFT + (RIGHT - LEFT) * middle / ((last - first).days + 1))

    def y(grams: float) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * max(0.0, grams) / top)

    def line(tone: str, word: str, known: list[Known]) -> Line:
        marks = [Mark(x(at), y(grams), _title(at, word, grams, system)) for at, grams in known]
        return Line(tone, _runs(known, marks), marks)

    return {
        "lines": [line("leaf", _("offered"), offered), line("honey", _("asked for"), asked)],
        "levels": [_level(grams, y, system) for grams in (0, top // 2, top)],
        "from": {"x": LEFT, "text": date_format(first, "j M")},
        "to": {"x": RIGHT, "text": date_format(last, "j M")},
        "size": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": RIGHT},
    }


def _known(stretches: Sequence[Stretch], what: str) -> list[Known]:
    told = [(each, getattr(each, f"{what}_a_week")) for each in stretches]
    return [(each, grams) for each, grams in told if grams is not None]


def _title(stretch: Stretch, word: str, grams: float, system: str) -> str:
    return f"{_days(stretch.first, stretch.last)}: {_weight(grams, system)} {word}"


def _level(grams: int, y: Callable[[float], int], system: str) -> dict[str, Any]:
    height = y(grams)
    return {"y": height, "text_y": height + 3, "text_x": LEFT - 6, "text": weight(grams, system)}


def _runs(known: Sequence[Known], marks: Sequence[Mark]) -> list[str]:
    """The points of each row of weeks without a gap of more than some days in between."""
    runs: list[list[str]] = []
    before: date | None = None
    for (stretch, _grams), mark in zip(known, marks, strict=True):
        if before is None or (stretch.first - before).days > stretch.days:
            runs.append([])
        runs[-1].append(f"{mark.x},{mark.y}")
        before = stretch.last
    return [" ".join(points) for points in runs if len(points) > 1]


def _nice(grams: float) -> int:
    """The next round number of grams: one, two or five, with noughts."""
    size: int = 10 ** (len(str(round(grams))) - 1)
    return next(step * size for step in STEPS if step * size >= round(grams))
