"""Standing things as ready strings, so that templates only place them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.units import quantity_text
from core import clock
from posts.presenters import Fact, Row, day_text
from standing.calendar import closes_at, days_from
from standing.enums import DayOfWeek, Kind, OccasionState, StandingState
from standing.models import Standing

WEEKS_SHOWN = 8
TONES = {
    OccasionState.AHEAD: "neutral",
    OccasionState.SKIPPED: "warn",
    OccasionState.POSTED: "done",
    OccasionState.REFUSED: "warn",
    StandingState.RUNNING: "open",
    StandingState.PAUSED: "wait",
    StandingState.ENDED: "neutral",
}


@dataclass(frozen=True, kw_only=True)
class Day:
    """One of its days ahead, and what can be done about it."""

    iso: str
    text: str
    state_label: str
    state_tone: str
    refusal: str
    url: str
    can_skip: bool
    can_keep: bool
    can_post: bool


def row(standing: Standing, viewer: User) -> Row:
    amount = quantity_text(standing.quantity, standing.unit, viewer.units)
    return Row(
        url=standing.get_absolute_url(),
        title=str(standing),
        text=" · ".join([amount, rhythm(standing)]),
        picture=standing.category.icon,
        badge=standing.get_state_display(),
        badge_tone=TONES[StandingState(standing.state)],
        meta=standing.organization.name if standing.organization else "",
    )


def rhythm(standing: Standing) -> str:
    """`Every Friday, 09:00–12:00`, on its owner's clock."""
    day = DayOfWeek(standing.weekday).label
    closes = f"{standing.closes:%H:%M}"
    if standing.opens is None:
        return _("Every %(day)s, needed by %(time)s") % {"day": day, "time": closes}
    opens = f"{standing.opens:%H:%M}"
    if not standing.days_open:
        said = {"day": day, "from": opens, "until": closes}
        return _("Every %(day)s, %(from)s–%(until)s") % said
    last = DayOfWeek((standing.weekday + standing.days_open - 1) % 7 + 1).label
    said = {"day": day, "from": opens, "last": last, "until": closes}
    return _("Every %(day)s %(from)s until %(last)s %(until)s") % said


def facts(standing: Standing, viewer: User) -> Sequence[Fact]:
    told = [
        Fact(_("How much"), quantity_text(standing.quantity, standing.unit, viewer.units)),
        Fact(_("When"), rhythm(standing)),
    ]
    if standing.timezone != viewer.timezone:
        told.append(Fact(_("Time zone"), standing.timezone.replace("_", " ")))
    if standing.organization:
        told.append(Fact(_("For"), standing.organization.name))
    if standing.paused_until:
        told.append(Fact(_("Paused until"), day_text(standing.paused_until)))
    if standing.last_day:
        told.append(Fact(_("Last day"), day_text(standing.last_day)))
    return told


def days_ahead(standing: Standing) -> list[Day]:
    """The next weeks, as far as they are known."""
    if standing.state == StandingState.ENDED:
        return []
    today = standing.local_today
    known = {row.day: row for row in standing.occasions.since(today)}
    days = []
    for day in islice(days_from(standing, today), WEEKS_SHOWN):
        occasion = known.get(day)
        state = OccasionState(occasion.state) if occasion else OccasionState.AHEAD
        days.append(_day(standing, day, state, occasion.refusal if occasion else ""))
    return days


def _day(standing: Standing, day: date, state: OccasionState, refusal: str) -> Day:
    is_ahead = closes_at(standing, day) > clock.now()
    posted = state == OccasionState.POSTED
    page = "listings:detail" if standing.kind == Kind.LISTING else "requests:detail"
    return Day(
        iso=day.isoformat(),
        text=day_text(day),
        state_label=str(state.label),
        state_tone=TONES[state],
        refusal=refusal,
        url=reverse(page, args=[standing.post_id(day)]) if posted else "",
        can_skip=is_ahead and state == OccasionState.AHEAD,
        can_keep=is_ahead and state == OccasionState.SKIPPED,
        can_post=is_ahead and state in (OccasionState.AHEAD, OccasionState.REFUSED),
    )
