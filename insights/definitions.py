"""What each word and figure means. The page says it in the reader's language; docs/insights.md
holds the same in English (a test keeps the two together)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Definition:
    """`anchor` is where figures link to."""

    anchor: str
    title: Text
    text: Text


@dataclass(frozen=True)
class Group:
    title: Text
    definitions: tuple[Definition, ...]


FIGURES = Group(
    _("Figures"),
    (
        Definition(
            "listings",
            _("Listings"),
            _(
                "How many offers of food were posted in these days. A withdrawn offer stays "
                "counted; one that moved counts where it stands now."
            ),
        ),
        Definition(
            "requests",
            _("Requests"),
            _("How many requests for food were posted in these days, withdrawn ones included."),
        ),
        Definition(
            "commitments",
            _("Promises"),
            _(
                "How many hand-overs were agreed in these days and not taken back since. "
                "Proposals nobody has accepted do not count."
            ),
        ),
        Definition(
            "offered",
            _("Offered"),
            _(
                "Kilograms in the offers posted in these days, estimated from units. Corrections "
                "and what was withdrawn are taken off on the day the offer was posted."
            ),
        ),
        Definition(
            "asked",
            _("Asked for"),
            _(
                "Kilograms in the requests posted in these days. Corrections and what was "
                "withdrawn are taken off on the day the request was posted; a request whose time "
                "ran out stays: the need was real."
            ),
        ),
        Definition(
            "promised",
            _("Promised"),
            _(
                "Kilograms agreed in these days, less what was taken back or not handed over in "
                "the end, on the day of the agreement."
            ),
        ),
        Definition(
            "handed-over",
            _("Handed over"),
            _("Kilograms that changed hands in these days; a disputed hand-over does not count."),
        ),
        Definition(
            "lost",
            _("Lost"),
            _(
                "Kilograms of offers whose time ran out in these days and which nobody had been "
                "promised. An offer that is extended afterwards is taken off again."
            ),
        ),
        Definition(
            "fill-rate",
            _("Fill rate"),
            _(
                "Promised kilograms as a share of those asked for, at most all of them; none when "
                "nothing was asked for. Promises on offers count too."
            ),
        ),
        Definition(
            "median-wait",
            _("Usual time to a promise"),
            _(
                "Half of the promises agreed in these days came faster than this after the offer "
                "or request was posted. It is kept in bins (15 and 30 minutes, 1, 2, 4, 8, 12 "
                "hours, 1, 2, 4 days, 1 and 2 weeks) and read within its bin along a straight "
                "line; shown from 5 promises on."
            ),
        ),
    ),
)
PLACES = Group(
    _("Days and places"),
    (
        Definition(
            "window",
            _("7, 14, 30 days"),
            _("Whole days in UTC, today included, so that the same days are meant everywhere."),
        ),
        Definition(
            "area",
            _("Areas"),
            _(
                "Squares of a fixed grid (geohashes): about 5 km across by category, about 1 km "
                "in total, and regions of about 39 by 20 km. Where someone lives is never on the "
                "map, only the square."
            ),
        ),
        Definition(
            "people",
            _("How few is too few"),
            _(
                "Nothing is shown that fewer than 5 different people or organizations stand "
                "behind, also not by subtracting one figure from another. Then the larger area "
                "or the longer time is shown, or nothing."
            ),
        ),
        Definition(
            "freshness",
            _("As of"),
            _("Everything that happened until that moment is counted."),
        ),
    ),
)
SIGNALS = Group(
    _("What stands out"),
    (
        Definition(
            "shortage",
            _("Scarce"),
            _(
                "Probably more than one and a half times as much is asked for as is offered or "
                "promised, and at least a kilogram more."
            ),
        ),
        Definition(
            "surplus",
            _("Plentiful"),
            _(
                "Probably more than one and a half times as much is offered as is asked for or "
                "promised, and at least a kilogram more."
            ),
        ),
        Definition(
            "waste",
            _("Not taken in time"),
            _(
                "Probably more than a quarter of what is offered runs out of time before anyone "
                "is promised it, and at least a kilogram."
            ),
        ),
        Definition(
            "mismatch",
            _("Scarce here, plentiful next door"),
            _(
                "Probably both: scarce in this area, and plentiful in one that touches it. Of "
                "several the one with most to spare is meant. It takes the place of “scarce”."
            ),
        ),
        Definition(
            "slow-answers",
            _("Slow answers"),
            _(
                "Promises probably take more than twice as long as usual to come about, and at "
                "least an hour longer. Usual is the region's time, that of the area's own weeks "
                "before, and that of a year ago."
            ),
        ),
        Definition(
            "confidence",
            _("How sure"),
            _(
                "The probability that the true share (or time) lies above the threshold, given "
                "what was posted here and, as if it were 4 to 28 more posts, what is usual: "
                "around, in the weeks before, and at this time last year. A few posts alone make "
                "nobody sure. It appears at 80 % and stays until below 60 %."
            ),
        ),
        Definition(
            "severity",
            _("How strong"),
            _(
                "Mild, marked or strong, by the probable share: from 1.5, 3 and 6 times as much; "
                "for what is lost from a quarter, 40 % and 60 %; for waits from 2, 4 and 8 times "
                "as long. A mismatch is as strong as the weaker of its two sides."
            ),
        ),
        Definition(
            "unlike-past",
            _("Unlike the weeks before"),
            _(
                "How sure it is that this stands out from the area's own past: by its rank among "
                "up to 8 earlier weeks that everybody may see, at least 4. An area that always "
                "goes short is scarce all the same."
            ),
        ),
        Definition(
            "explanation",
            _("Explanations"),
            _(
                "Sentences made from the rounded numbers of a signal and nothing else: fixed "
                "ones, or a language model's where they passed every check. Each says by what it "
                "was made and until when it holds."
            ),
        ),
    ),
)
OVER_TIME = Group(
    _("Weeks and what is likely"),
    (
        Definition(
            "history",
            _("Week by week"),
            _(
                "Kilograms a week. The latest three points are the windows of today taken apart: "
                "the last 7 days, the 7 before, and the 16 before these; all earlier ones are "
                "weeks from Monday to Sunday, to be read once no window reaches into them. A "
                "week that too few people stand behind is a gap, not a nought."
            ),
        ),
        Definition(
            "forecast",
            _("Likely in the next 14 days"),
            _(
                "Estimated from past weeks of a region, the same season a year ago among them, "
                "with two figures between which it comes out about four times in five. Beside it "
                "stands how far off such forecasts were in past weeks, and how far “the same as "
                "last week” was; one that was no better is not shown. Nobody is bound by it."
            ),
        ),
        Definition(
            "outlook",
            _("Outlook"),
            _(
                "Scarce: more than one and a half times as much will be asked for as offered, "
                "with a probability of 70 %. Plentiful: the reverse. Else about even."
            ),
        ),
    ),
)
GROUPS = (FIGURES, PLACES, SIGNALS, OVER_TIME)


def all_definitions() -> Iterator[Definition]:
    for group in GROUPS:
        yield from group.definitions


def definition(anchor: str) -> Definition:
    """The one that figures link to by that anchor."""
    return next(each for each in all_definitions() if each.anchor == anchor)
