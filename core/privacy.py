"""A registry in which apps declare the personal data they keep.

Export and erasure walk it; a test refuses a model that points at a person without an entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Model

Erase = Literal["delete", "keep"] | Mapping[str, Any]


@dataclass(frozen=True)
class PersonalData:
    """What one model keeps about a person.

    Args:
        model: the model.
        owner: the lookup path from a row to the person (`"user"`, `"listing__owner"`, `""` itself).
        fields: names of the fields that are personal: what an export holds.
        erase: what becomes of a row when its person leaves: it is deleted, it is kept (it says
            nothing of them any more), or these fields get these values.
    """

    model: type[Model]
    owner: str
    fields: tuple[str, ...]
    erase: Erase = "delete"


_registry: dict[tuple[type[Model], str], PersonalData] = {}


def register(
    model: type[Model], *, owner: str, fields: Iterable[str], erase: Erase = "delete"
) -> None:
    """Declare the personal data of `model`, once for each person a row is about.

    Declared again for the same owner, the last one holds.
    """
    _registry[model, owner] = PersonalData(model, owner, tuple(fields), erase)


def registered() -> list[PersonalData]:
    """All declarations, by model label and owner."""
    return sorted(_registry.values(), key=lambda entry: (entry.model._meta.label, entry.owner))
