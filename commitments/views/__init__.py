"""The pages of exchanges."""

from commitments.views.exchange import calendar, detail, say
from commitments.views.overview import exchanges
from commitments.views.proposing import propose

__all__ = ["calendar", "detail", "exchanges", "propose", "say"]
