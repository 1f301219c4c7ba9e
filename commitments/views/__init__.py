"""The pages of exchanges."""

from commitments.views.answering import answer
from commitments.views.calendars import feed, settings_page
from commitments.views.day import day_sheet
from commitments.views.exchange import calendar, code, detail, say
from commitments.views.overview import exchanges, waiting_count
from commitments.views.proposing import propose

__all__ = [
    "answer",
    "calendar",
    "code",
    "day_sheet",
    "detail",
    "exchanges",
    "feed",
    "propose",
    "say",
    "settings_page",
    "waiting_count",
]
