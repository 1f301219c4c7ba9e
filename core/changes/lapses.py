"""Time passes, and something is shown no more though nobody has written: that is a change too."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core import clock
from core.changes.models import Lapse
from core.changes.reading import note
from core.time_limits import limit_statements

SLACK = timedelta(seconds=5)
"""By so much servers' clocks may differ: what is noted as over is over for each of them."""

Between = Callable[[datetime, datetime], QuerySet[Any]]
_lapsing: dict[str, Between] = {}


def lapses(subject_type: str, between: Between) -> None:
    """Declare what of a kind looks different after some moment.

    Args:
        subject_type: of the kind.
        between: finds the rows for which that moment lies after the first time given, and not
            after the second.
    """
    _lapsing[subject_type] = between


def note_lapsed() -> None:
    """Note all whose moment has come since the last time. Harmless twice, and late."""
    limit_statements()
    for subject_type, between in _lapsing.items():
        _note_kind(subject_type, between)


@transaction.atomic
def _note_kind(subject_type: str, between: Between) -> None:
    until = clock.now() - SLACK
    rows = Lapse.objects.select_for_update()
    mark, _is_new = rows.get_or_create(
        subject_type=subject_type, defaults={"noted_until": until - timedelta(minutes=1)}
    )
    if until <= mark.noted_until:
        return
    note(subject_type, list(between(mark.noted_until, until).values_list("pk", flat=True)))
    mark.noted_until = until
    mark.save(update_fields=["noted_until"])
