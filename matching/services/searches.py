"""The verbs of a saved search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import can_act_for
from catalog.models import Category, Food
from core import clock
from core.errors import Invalid, NotAllowed, Refused
from core.geo import cells
from core.idempotency import create_once, fingerprint, repeated
from matching.enums import PostKind
from matching.models import SavedSearch
from matching.reach import FURTHEST_KM
from matching.services.locks import PER_SEARCHER, wait_for
from matching.words import categories_called, foods_called

MOST_A_PERSON = 20
FINEST, COARSEST = 6, 5
EDITABLE = frozenset(
    {"kind", "words", "category", "food", "diets", "exclude_allergens", "cell", "radius_km"}
)


@dataclass(frozen=True, kw_only=True)
class SearchDraft:
    """What somebody wants to hear of.

    Args:
        kind: a value of `PostKind`.
        cell: around which to look, 5 or 6 characters; a longer one is cut.
        radius_km: 1 to 50.
        words: of foods in any language, or of a title.
        organization: for whom they look; None for themselves.
    """

    kind: str
    cell: str
    radius_km: int
    words: str = ""
    category: Category | None = None
    food: Food | None = None
    diets: Sequence[str] = ()
    exclude_allergens: Sequence[str] = ()
    organization: Organization | None = None

    def content(self) -> dict[str, Any]:
        """What was said, for telling a repeat from something else."""
        named = ("category", "food", "organization")
        told = {name: value for name, value in vars(self).items() if name not in named}
        keys = {name: getattr(getattr(self, name), "pk", None) for name in named}
        return {**told, **{name: str(key) for name, key in keys.items()}}


@transaction.atomic
def save_search(*, by: User, search_id: UUID, draft: SearchDraft) -> tuple[SavedSearch, bool]:
    """Keep a search, so that its owner is told of what turns up.

    Args:
        by: who looks.
        search_id: the client's own id.
        draft: the content.

    Returns:
        The search, and whether it is new: the same id with the same content makes one.

    Raises:
        Invalid: by field; or the person has as many as one may.
        NotAllowed: for an organization that `by` may not act for.
        IdempotencyMismatch: the id holds other content.
    """
    content = fingerprint("search", str(by.pk), draft.content())
    try:
        search = _draw_up(by, search_id, content, draft)
        wait_for(PER_SEARCHER, by.pk)
        _require_room(by)
    except Refused:
        if known := repeated(SavedSearch, search_id, content):
            return known, False
        raise
    return create_once(search)


@transaction.atomic
def change_search(*, search: SavedSearch, by: User, **changes: Any) -> SavedSearch:
    """Change what a search looks for, or pause it: `active=False`.

    Args:
        search: any copy of it.
        by: its owner.
        changes: of `EDITABLE`, and `active`.

    Raises:
        Invalid: by field.
        NotAllowed: it is someone else's.
    """
    _require_owner(search, by)
    search.refresh_from_db(from_queryset=SavedSearch.objects.select_for_update())
    wanted = {name: changes[name] for name in EDITABLE & changes.keys()}
    draft = SearchDraft(**{**_said(search), **wanted})
    _fill(search, draft)
    if "active" in changes:
        search.active = bool(changes["active"])
    search.version += 1
    search.updated_at = clock.now()
    search.save()
    return search


@transaction.atomic
def delete_search(*, search: SavedSearch, by: User) -> None:
    """Forget a search; who it would have told is not told any more. Harmless twice.

    Raises:
        NotAllowed: it is someone else's.
    """
    _require_owner(search, by)
    SavedSearch.objects.filter(pk=search.pk).delete()


def _draw_up(by: User, search_id: UUID, content: str, draft: SearchDraft) -> SavedSearch:
    if draft.organization is not None and not can_act_for(by, draft.organization):
        raise NotAllowed(_("You cannot act for this organization."))
    now = clock.now()
    search = SavedSearch(
        id=search_id,
        fingerprint=content,
        created_at=now,
        updated_at=now,
        owner=by,
        organization=draft.organization,
    )
    _fill(search, draft)
    return search


def _fill(search: SavedSearch, draft: SearchDraft) -> None:
    """Write what a draft says, and what follows from it.

    Raises:
        Invalid: by field.
    """
    if draft.kind not in PostKind.values:
        raise Invalid(kind=_("Say whether you look for food on offer or for needs."))
    if not (len(draft.cell) >= COARSEST and cells.is_cell(draft.cell)):
        raise Invalid(cell=_("Say where: choose a place first."))
    if not 1 <= draft.radius_km <= FURTHEST_KM:
        raise Invalid(radius_km=_("Give a whole number from 1 to %(max)s.") % {"max": FURTHEST_KM})
    words = " ".join(draft.words.split())
    changed = words != search.words or not search.foods
    search.kind, search.words = draft.kind, words
    search.category, search.food = draft.category, draft.food
    search.diets = sorted(set(draft.diets))
    search.exclude_allergens = sorted(set(draft.exclude_allergens))
    search.take_cell(draft.cell[:FINEST], draft.radius_km)
    if changed:
        search.foods, search.categories = foods_called(words), categories_called(words)


def _said(search: SavedSearch) -> dict[str, Any]:
    return {name: getattr(search, name) for name in EDITABLE}


def _require_owner(search: SavedSearch, by: User) -> None:
    if search.owner_id != by.pk:
        raise NotAllowed(_("This is someone else's search."))


def _require_room(by: User) -> None:
    if SavedSearch.objects.of(by).count() >= MOST_A_PERSON:
        full = _("You have %(count)s saved searches. Delete one before you save another.")
        raise Invalid(__all__=full % {"count": MOST_A_PERSON})
