"""Asking that the figures of an area be computed again, and doing it.

Figures that nobody looked after expire and are not shown; whoever misses them may ask for them.
The wish is a fact (`insight.requested`, subject `area`); a worker sees to it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import Invalid
from core.events.log import append
from core.events.models import DomainEvent
from core.geo.cells import PRECISIONS, is_cell
from insights.enums import Window
from insights.figures.follow_up import bring_up
from insights.privacy.shown import TOP
from insights.querysets import containing

CONSUMER = "areas"
REQUESTED = "insight.requested"
AREA = "area"
NAMESPACE = UUID("0d0f3f0e-2f1c-4b64-8b63-0a1f2cb0a7c4")
AT_MOST_EVERY = timedelta(minutes=5)
BEGINNING = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


def request_figures(*, cell: str, window_days: int, by: User) -> bool:
    """Ask that the windows, past weeks, signals and words around a cell be made current.

    However often and by however many it is asked, one wish for a region (a cell of precision 4,
    which is computed as a whole) is recorded in five minutes.

    Args:
        cell: a geohash of 4 to 6 characters.
        window_days: 7, 14 or 30.
        by: who misses them.

    Returns:
        Whether this was the region's first wish of these five minutes.

    Raises:
        Invalid: on `cell` or `window`.
    """
    if not (is_cell(cell) and len(cell) in PRECISIONS):
        raise Invalid(cell=_("Give a geohash of 4 to 6 characters."))
    if window_days not in Window.values:
        raise Invalid(window=_("Choose 7, 14 or 30 days."))
    try:
        with transaction.atomic():
            append(
                REQUESTED,
                subject_type=AREA,
                subject_id=uuid5(NAMESPACE, cell[:TOP]),
                subject_version=(clock.now() - BEGINNING) // AT_MOST_EVERY,
                actor=by.pseudonym,
                payload={"cell": cell, "window_days": window_days},
                cells=containing(cell),
            )
    except IntegrityError:  # asked for already
        return False
    return True


def handle(events: Sequence[DomainEvent]) -> None:
    """The consumer `areas`: compute what is asked for. Harmless twice."""
    cells = [event.payload["cell"] for event in events if event.subject_type == AREA]
    if roots := sorted({cell[:TOP] for cell in cells}):
        bring_up(roots)
