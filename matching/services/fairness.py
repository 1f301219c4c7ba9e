"""Who has received how much lately, and who is therefore told first."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from commitments.enums import CommitmentState
from commitments.models import Commitment
from core import clock

LATELY = timedelta(days=14)


def with_received(rows: QuerySet[Any]) -> Any:
    """Adds `received`: grams handed over within 14 days to who owns a row, the organization
    where it is for one, else the person.

    Args:
        rows: of a model with `owner` and `organization`.
    """
    for_organization = _total("receiver_organization", "organization_id")
    for_person = _total("receiver", "owner_id", receiver_organization=None)
    return rows.annotate(
        received=Coalesce(
            Case(When(organization__isnull=False, then=for_organization), default=for_person),
            0,
            output_field=BigIntegerField(),
        )
    )


def are_first(received: Sequence[int]) -> list[bool]:
    """For each of those who are told, whether they are among the first: who received nothing
    lately, or less than the median of all of them. Where nobody did, nobody has to wait.

    Args:
        received: grams, one number a recipient.
    """
    middle = median(received) if received else 0
    first = [grams == 0 or grams < middle for grams in received]
    return first if any(first) else [True] * len(first)


def _total(side: str, owner: str, **more: Any) -> Subquery:
    handed_over = Commitment.objects.filter(
        **{side: OuterRef(owner)},
        **more,
        state=CommitmentState.FULFILLED,
        ended_at__gt=clock.now() - LATELY,
    )
    grouped = handed_over.order_by().values(side).annotate(total=Sum("handed_over_grams"))
    return Subquery(grouped.values("total"), output_field=BigIntegerField())
