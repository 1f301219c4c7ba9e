"""Taking a person out of everything that is declared of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from core import clock
from core.events import log
from core.events.subjects import Subject
from core.geo import cells
from core.geo.models import ExactPlace, Placed, new_place
from core.privacy.registry import AREA, from_the_roof


@transaction.atomic
def erase_rows(person: Model) -> dict[str, int]:
    """Do to each declared row what its entry says. Harmless twice.

    Rows of subjects keep their history whole: each change has its version and its event,
    `<subject>.erased`, which says nothing but that.

    Returns:
        How many rows were touched, by model label.
    """
    touched: dict[str, int] = {}
    for entry in from_the_roof():
        rows = entry.to_erase(person)
        if entry.erase == "keep":
            continue
        if entry.erase == "delete":
            count = rows.delete()[0]
        else:
            count = _overwrite(entry.model, rows, entry.erase)
        touched[entry.model._meta.label] = touched.get(entry.model._meta.label, 0) + count
    return touched


def _overwrite(model: type[Model], rows: QuerySet[Any], values: Mapping[str, Any]) -> int:
    if not issubclass(model, (Subject, Placed)):
        return rows.update(**values)
    count = 0
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        count += _overwrite_one(row, values)
    return count


def _overwrite_one(row: Any, values: Mapping[str, Any]) -> bool:
    """Whether anything was left to overwrite."""
    texts = {name: value for name, value in values.items() if value is not AREA}
    changed = [name for name, value in texts.items() if getattr(row, name) != value]
    blurred = len(texts) < len(values) and _blur(row)
    if not changed and not blurred:
        return False
    for name in changed:
        setattr(row, name, texts[name])
    if isinstance(row, Subject):
        row.version += 1
        row.updated_at = clock.now()
        row.fingerprint = ""
        changed += ["version", "updated_at", "fingerprint"]
    row.save(update_fields=changed)
    if isinstance(row, Subject):
        log.record(f"{row.subject_type}.erased", subject=row, actor=None, payload={})
    return True


def _blur(row: Placed) -> bool:
    """Move the exact place to the middle of its public cell; whether it was elsewhere."""
    middle = new_place(cells.centre(row.cell))
    place = ExactPlace.objects.get(pk=row.exact_place_id)
    if (place.point, place.label) == (middle.point, ""):
        return False
    place.latitude, place.longitude, place.label = middle.latitude, middle.longitude, ""
    place.save(update_fields=["latitude", "longitude", "label"])
    return True
