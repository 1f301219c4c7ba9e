"""What a program may hear of: what it has the scopes to read, and nothing else."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from accounts import scopes
from accounts.models import ApiClient
from accounts.scopes import Scope
from partners.models import Webhook

READ: Mapping[str, Scope] = {
    "listing": Scope.LISTINGS_READ,
    "request": Scope.REQUESTS_READ,
    "commitment": Scope.COMMITMENTS_READ,
    "organization": Scope.ORGANIZATIONS_READ,
    "insight": Scope.INSIGHTS_READ,
}
"""By kind of event, as its type begins."""


def scope_of(event_type: str) -> Scope:
    """What reading of it takes."""
    return READ[event_type.partition(".")[0]]


def require(auth: object, event_types: Iterable[str]) -> None:
    """Refuse a program that would be told of what it may not read; people are not asked.

    Args:
        auth: of the request.
        event_types: values of `EventType`; what is none is for others to refuse.

    Raises:
        ScopeMissing: 403.
    """
    kinds = {each.partition(".")[0] for each in event_types}
    scopes.require(auth, *(scope for kind, scope in READ.items() if kind in kinds))


def granted(webhooks: Iterable[Webhook]) -> dict[UUID, Collection[str]]:
    """The scopes that each program among their makers has now, by its account; one query."""
    makers = {each.created_by_id for each in webhooks if each.created_by_id is not None}
    rows = ApiClient.objects.filter(account__in=makers)
    return dict(rows.values_list("account_id", "granted_scopes"))
