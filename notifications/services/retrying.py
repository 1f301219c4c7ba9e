from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from notifications import bell
from notifications.enums import DispatchState
from notifications.models import Dispatch


@transaction.atomic
def retry(dispatches: QuerySet[Dispatch]) -> int:
    """Plan those that failed once more, with all their attempts.

    Returns:
        How many are planned again.
    """
    failed = dispatches.filter(state=DispatchState.FAILED)
    again = failed.update(state=DispatchState.PLANNED, attempts=0, due_at=Now(), last_error="")
    if again:
        bell.ring()
    return again
