"""Which organization may hear of which event: what its people would see themselves, and no more."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Organization
from commitments.models import Commitment
from core.events.models import DomainEvent
from listings.models import Listing
from requests_app.models import FoodRequest

HIDDEN = "hidden"
ERASED = "erased"


@dataclass(frozen=True)
class Standing:
    """What an event's subject is at the moment.

    Args:
        state: as its own kind calls it; empty where it has none.
        is_hidden: whether a moderator has taken it out of sight.
        own: the organizations it speaks for, or whose page it is.
        is_private: whether nobody else may know of it.
    """

    state: str = ""
    is_hidden: bool = False
    own: frozenset[UUID] = frozenset()
    is_private: bool = False


def standings_of(events: Iterable[DomainEvent]) -> dict[UUID, Standing]:
    """By subject, one query a kind; what is missing is not there any more."""
    wanted: dict[str, set[UUID]] = {}
    for event in events:
        wanted.setdefault(event.subject_type, set()).add(event.subject_id)
    found: dict[UUID, Standing] = {}
    for kind, ids in wanted.items():
        if kind in READ:
            found |= READ[kind](ids)
    return found


def state_told(event: DomainEvent, standing: Standing | None, organization: UUID) -> str | None:
    """The state of an event's subject that an organization is told: the one that the event says,
    else the one it has. None if the organization is told nothing.

    That something was hidden is told once, so that whoever has a copy takes it out of sight too;
    what happens to it then is for its own organization. That a person has left is told to all who
    may have a copy.
    """
    if event.subject_type not in READ:
        return ""
    if standing is None or (standing.is_private and organization not in standing.own):
        return None
    if event.type.endswith(f".{ERASED}"):
        return ERASED
    if organization in standing.own or not standing.is_hidden:
        return str(event.payload.get("state") or standing.state)
    return HIDDEN if _says_hidden(event) else None


def cells_of(event: DomainEvent) -> list[str]:
    """Where it is heard of: where its subject is, and where it was before it moved."""
    return [*event.cells, *(event.payload.get("moved_from") or [])]


def _says_hidden(event: DomainEvent) -> bool:
    fields = event.payload.get("fields") or []
    return event.payload.get("hidden") is True or "hidden_at" in fields


def _posts(model: type[Listing] | type[FoodRequest], ids: set[UUID]) -> dict[UUID, Standing]:
    rows = model.rows().filter(pk__in=ids)
    return {
        pk: Standing(state, hidden_at is not None, _known(organization))
        for pk, state, hidden_at, organization in rows.values_list(
            "pk", "state", "hidden_at", "organization_id"
        )
    }


def _commitments(ids: set[UUID]) -> dict[UUID, Standing]:
    rows = Commitment.objects.filter(pk__in=ids).values_list(
        "pk", "state", "giver_organization_id", "receiver_organization_id"
    )
    return {pk: Standing(state, False, _known(*sides), True) for pk, state, *sides in rows}


def _organizations(ids: set[UUID]) -> dict[UUID, Standing]:
    rows = Organization.objects.filter(pk__in=ids).values_list("pk", "hidden_at")
    return {pk: Standing("", hidden_at is not None, _known(pk)) for pk, hidden_at in rows}


def _known(*organizations: Any) -> frozenset[UUID]:
    return frozenset(each for each in organizations if each is not None)


READ: Mapping[str, Callable[[set[UUID]], dict[UUID, Standing]]] = {
    "listing": lambda ids: _posts(Listing, ids),
    "request": lambda ids: _posts(FoodRequest, ids),
    "commitment": _commitments,
    "organization": _organizations,
}
"""How each kind of subject is looked up. An explanation is everybody's: it rests on figures that
are shown to all."""
