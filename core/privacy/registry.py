"""Where apps declare the personal data they keep; export and erasure walk it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.apps import apps
from django.db.models import Model, Q, QuerySet

Erase = Literal["delete", "keep"] | Mapping[str, Any]

AREA: Final = object()
"""A value for `exact_place`: the place becomes the middle of its public cell, without a label."""


@dataclass(frozen=True)
class PersonalData:
    """What one model keeps about a person.

    Args:
        model: the model.
        owner: the lookup path from a row to the person (`"user"`, `"listing__owner"`, `""` itself).
        fields: names of the fields that are personal: what an export holds.
        erase: what becomes of a row when its person leaves: it is deleted, it is kept (it says
            nothing of them any more), or these fields get these values.
        withheld: of `fields`, secrets that stay out of an export (a password's hash).
        spare: rows that are not the person's own after all (an organization's) and stay as they
            are when they leave.
    """

    model: type[Model]
    owner: str
    fields: tuple[str, ...]
    erase: Erase = "delete"
    withheld: frozenset[str] = frozenset()
    spare: Q | None = None

    def of(self, person: Model) -> Q:
        """Finds the rows that are about a person."""
        return Q(**{self.owner or "pk": person.pk})

    def to_erase(self, person: Model) -> QuerySet[Any]:
        """The rows that `erase` is about."""
        rows = self.model._base_manager.filter(self.of(person))
        return rows if self.spare is None else rows.exclude(self.spare)


_registry: dict[tuple[type[Model], str], PersonalData] = {}


def register(
    model: type[Model],
    *,
    owner: str,
    fields: Iterable[str],
    erase: Erase = "delete",
    withheld: Iterable[str] = (),
    spare: Q | None = None,
) -> None:
    """Declare the personal data of `model`, once for each person a row is about.

    Declared again for the same owner, the last one holds.
    """
    _registry[model, owner] = PersonalData(
        model, owner, tuple(fields), erase, frozenset(withheld), spare
    )


def registered() -> list[PersonalData]:
    """All declarations, by model label and owner."""
    return sorted(_registry.values(), key=lambda entry: (entry.model._meta.label, entry.owner))


def from_the_roof() -> list[PersonalData]:
    """All declarations, the highest floors first: what points comes before what is pointed at."""
    floors = [app.label for app in apps.get_app_configs()]
    return sorted(registered(), key=lambda entry: floors.index(entry.model._meta.app_label))
