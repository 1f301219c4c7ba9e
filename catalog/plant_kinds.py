"""What a list says of each plant, gathered from all of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from catalog.folding import fold, scientific_key
from catalog.plant_lists import Plant


class Identity(NamedTuple):
    """What makes rows one plant: the scientific name, else the first common one, folded."""

    scientific: bool
    key: str


@dataclass
class Said:
    """A common name as a list has it."""

    name: str
    times: int = 0
    alone: bool = False


@dataclass
class Kind:
    """A plant, its scientific name or an empty one, and its common names by their folded form."""

    scientific_key: str
    scientific_name: str
    first_name: str
    said: dict[str, Said] = field(default_factory=dict)

    def hear(self, names: tuple[str, ...]) -> None:
        for name in names:
            folded = fold(name)
            if folded and scientific_key(name) != self.scientific_key:
                said = self.said.setdefault(folded, Said(name))
                said.times += 1
                said.alone |= len(names) == 1

    @property
    def best_name(self) -> str:
        """The name said most often, then one that stands alone in its row, as lists in English
        have it; the scientific name where there is no other."""
        name = self.scientific_name or self.first_name
        if self.scientific_name and self.said:
            name = max(self.said.values(), key=lambda said: (said.times, said.alone)).name
        return name[0].upper() + name[1:]


def kinds_of(plants: Iterable[Plant]) -> dict[Identity, Kind]:
    """One kind for all rows that name the same plant, in the order of the rows."""
    kinds: dict[Identity, Kind] = {}
    for plant in plants:
        key = scientific_key(plant.scientific_name)
        first = plant.names[0] if plant.names else ""
        identity = Identity(True, key) if key else Identity(False, fold(first))
        if identity.key:
            kinds.setdefault(identity, Kind(key, plant.scientific_name, first)).hear(plant.names)
    return kinds
