"""The circuit breaker: while a model keeps failing, it is left alone.

It has no state but the calls themselves. It opens when so many calls failed one after another
(`BEDROCK_BREAKER_FAILURES`) within so many minutes (`BEDROCK_BREAKER_MINUTES`). Rested since the
last failure for `BEDROCK_REST_MINUTES`, it lets one call through, for all workers together; its
answer closes the breaker, its failure lets it rest again. A text that the checks refused is an
answer too. (M. Nygard, *Release It!*, 2nd ed. 2018, "Circuit Breaker".)
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db.models import Q

from core import clock
from insights.enums import CallOutcome
from insights.models import ModelCall

GIVEN_UP_AFTER = timedelta(seconds=60)
"""A call asked longer ago, and still without an end, has lost its worker: it counts as failed."""
LOOKED_BACK = 500


class Breaker(Enum):
    """CLOSED: calls are made. OPEN: none. TRIAL: one, to see whether it is over."""

    CLOSED = "closed"
    OPEN = "open"
    TRIAL = "trial"


def state(*, using: str = "default") -> Breaker:
    """How it stands now; two reads. Who acts on it holds the lock of calls."""
    now = clock.now()
    failures = _failures(now, using)
    if not _tripped([asked for asked, _ in failures]):
        return Breaker.CLOSED
    if _under_way(now, using):
        return Breaker.OPEN
    rested = now - max(ended for _, ended in failures)
    enough = timedelta(minutes=settings.BEDROCK_REST_MINUTES)
    return Breaker.TRIAL if rested >= enough else Breaker.OPEN


def _failures(now: datetime, using: str) -> list[tuple[datetime, datetime]]:
    """When the calls since the last answer were asked and ended, of those that failed."""
    calls = ModelCall.objects.using(using)
    answered = calls.filter(outcome__in=[CallOutcome.KEPT, CallOutcome.REFUSED])
    last = answered.order_by("-asked_at").values_list("asked_at", flat=True).first()
    lost = Q(outcome=CallOutcome.ASKED, asked_at__lte=now - GIVEN_UP_AFTER)
    failed = calls.filter(lost | Q(outcome=CallOutcome.FAILED))
    if last is not None:
        failed = failed.filter(asked_at__gt=last)
    rows = failed.order_by("-asked_at").values_list("asked_at", "milliseconds")[:LOOKED_BACK]
    lasted = [(asked, ms) for asked, ms in rows][::-1]
    return [
        (asked, asked + (GIVEN_UP_AFTER if ms is None else timedelta(milliseconds=ms)))
        for asked, ms in lasted
    ]


def _tripped(asked: Sequence[datetime]) -> bool:
    """Whether so many in a row were asked within the time; `asked` is in order."""
    count, within = (
        settings.BEDROCK_BREAKER_FAILURES,
        timedelta(minutes=settings.BEDROCK_BREAKER_MINUTES),
    )
    runs = zip(asked, asked[count - 1 :], strict=False)
    return any(last - first <= within for first, last in runs)


def _under_way(now: datetime, using: str) -> bool:
    asked = ModelCall.objects.using(using).filter(outcome=CallOutcome.ASKED)
    return asked.filter(asked_at__gt=now - GIVEN_UP_AFTER).exists()
