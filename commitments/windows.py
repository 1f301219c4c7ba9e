"""Times that a proposal offers to choose from, within the time of what it is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock, moments
from posts.models import Post

ANY = "any"
SHORTEST = timedelta(minutes=30)
PARTS = (
    ("morning", time(8), time(12)),
    ("afternoon", time(12), time(17)),
    ("evening", time(17), time(21)),
)


@dataclass(frozen=True)
class Window:
    """One choice. It says the same however often it is sent, so it is never cut at “now”."""

    value: str
    label: str
    start: datetime
    end: datetime


def windows_for(post: Post, asked_at: datetime | None = None) -> list[Window]:
    """Parts of today and tomorrow in the viewer's zone, then any time while the post is open.

    Args:
        post: what it is about.
        asked_at: when they were offered; now by default.
    """
    opens, closes = _time_of(post)
    now = asked_at or clock.now()
    today = timezone.localtime(now).date()
    days = [
        (today, pgettext("day", "today")),
        (today + timedelta(days=1), pgettext("day", "tomorrow")),
    ]
    parts = []
    for day, name in days:
        for part, first, last in PARTS:
            start = max(opens, _local(datetime.combine(day, first)))
            end = min(closes, _local(datetime.combine(day, last)))
            if end > now and end - start >= SHORTEST:
                label = f"{name.capitalize()} {_hour(start)}–{_hour(end)}"
                parts.append(Window(f"{day.isoformat()}.{part}", label, start, end))
    anytime = _("Any time %(until)s") % {"until": moments.until(closes).text}
    return [*parts, Window(ANY, anytime, opens, closes)]


def typed_window(day: date, first: time, last: time) -> tuple[datetime, datetime]:
    """From and until, as typed in the viewer's zone."""
    return _local(datetime.combine(day, first)), _local(datetime.combine(day, last))


def _time_of(post: Post) -> tuple[datetime, datetime]:
    opens = getattr(post, "available_from", post.created_at)
    return opens, post.closes


def _local(naive: datetime) -> datetime:
    return timezone.make_aware(naive)


def _hour(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"
