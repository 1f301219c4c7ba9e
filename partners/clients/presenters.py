"""What the pages of programs show, as ready strings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from accounts.enums import ClientState
from accounts.models import ApiClient
from accounts.presenters import Row
from accounts.scopes import Scope
from core.api.buckets import DayUsage

TONES = {
    ClientState.PENDING: "honey",
    ClientState.APPROVED: "leaf",
    ClientState.REFUSED: "tomato",
    ClientState.REVOKED: "neutral",
}
CHART_WIDTH, CHART_HEIGHT, BASE = 320, 96, 104


@dataclass(frozen=True)
class ScopeLine:
    """One thing that a program may do, or waits to be allowed."""

    text: StrOrPromise
    slug: str
    waits: bool


@dataclass(frozen=True)
class Column:
    """A day in `components/columns.html`; numbers as SVG writes them."""

    x: str
    y: str
    width: str
    height: str
    tone: str
    title: str
    tick: str
    tick_x: str


def program_row(client: ApiClient) -> Row:
    """A program in the list of its organization."""
    if client.last_used_at is not None:
        day = date_format(client.last_used_at, "DATE_FORMAT")
        used = _("Last used on %(day)s") % {"day": day}
    else:
        used = _("Not used yet")
    return Row(
        url=client.get_absolute_url(),
        title=client.name,
        text=client.purpose,
        initial=client.name[:1],
        meta=used if client.state == ClientState.APPROVED else "",
        badge=str(client.get_state_display()),
        badge_tone=TONES[ClientState(client.state)],
    )


def scope_lines(client: ApiClient) -> list[ScopeLine]:
    """All it asked for, in the order of the form; those without an answer say so."""
    waiting = set(client.scopes_waiting)
    chosen = [scope for scope in Scope if scope.value in client.asked_scopes]
    return [ScopeLine(scope.label, scope.value, scope.value in waiting) for scope in chosen]


def plan_text(client: ApiClient) -> str:
    """In a sentence: `100 calls a second for long, 200 at once, 10,000 a day.`"""
    return _("%(second)s calls a second for long, %(burst)s at once, %(day)s a day.") % {
        "second": number_format(client.per_second, force_grouping=True),
        "burst": number_format(client.burst, force_grouping=True),
        "day": number_format(client.per_day, force_grouping=True),
    }


def usage_columns(days: Sequence[DayUsage]) -> list[Column]:
    """The days side by side, the busiest as high as there is room; a day with refusals stands
    out."""
    most = max((row.calls for row in days), default=0) or 1
    step = CHART_WIDTH / max(1, len(days))
    return [_column(row, index, step, most, len(days)) for index, row in enumerate(days)]


def usage_sentence(days: Sequence[DayUsage]) -> str:
    """What the drawing says, in words."""
    calls, refused = sum(row.calls for row in days), sum(row.refused for row in days)
    said = ngettext("%(count)s call in 30 days", "%(count)s calls in 30 days", calls) % {
        "count": number_format(calls, force_grouping=True)
    }
    if not refused:
        return said
    more = ngettext("%(count)s of them too many", "%(count)s more were too many", refused)
    return f"{said}, {more % {'count': number_format(refused, force_grouping=True)}}"


def _column(row: DayUsage, index: int, step: float, most: int, count: int) -> Column:
    height = CHART_HEIGHT * row.calls / most
    day = date_format(row.day, "SHORT_DATE_FORMAT")
    ends = index in (0, count - 1)
    return Column(
        x=_places(index * step + step * 0.1),
        y=_places(BASE - height),
        width=_places(step * 0.8),
        height=_places(height),
        tone="tomato" if row.refused else "leaf",
        title=f"{day}: {number_format(row.calls, force_grouping=True)}",
        tick=day if ends else "",
        tick_x=_places(min(max(index * step + step / 2, 24), CHART_WIDTH - 24)),
    )


def _places(number: float) -> str:
    return f"{number:.1f}"
