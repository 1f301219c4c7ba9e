"""What one line makes, changes or leaves, by the verbs and under the rights of people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.models import Organization, User
from core.errors import Refused
from core.idempotency import fingerprint
from listings import services as listings
from listings.models import Listing
from listings.services import ListingDraft
from partners.imports import drafts
from partners.imports.drafts import Setting
from partners.imports.enums import ImportKind, LineResult
from partners.imports.lines import Cells, Line
from partners.models import Import
from partners.models.imports import LONGEST_ID
from posts.models import Post
from requests_app import services as requests
from requests_app.models import FoodRequest
from requests_app.services import RequestDraft

FIXED = ("food", "unit", "category")

Told = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What a line's id stands for already."""

    subject_id: UUID
    content: str


@dataclass(frozen=True)
class Applied:
    """What became of a line; `subject_id` and `content` are to be remembered."""

    result: LineResult
    subject_id: UUID
    content: str


def id_of(run: Import, line: Line) -> str:
    """The id by which a line is known: its own, else one made of all it says.

    Raises:
        Refused: its own is too long.
    """
    own = Cells(line).text("id")
    if len(own) > LONGEST_ID:
        said = _("An id has at most %(most)d characters.")
        raise Refused(said % {"most": LONGEST_ID})
    return own or f"={content_of(run, line)}"


def content_of(run: Import, line: Line) -> str:
    """A digest of what a line says; the order of its columns makes no difference."""
    cells = Cells(line)
    said = {name: " ".join(cells.text(name).split()) for name in line.values}
    return fingerprint(run.kind, {name: text for name, text in said.items() if text})


def apply(
    run: Import, line: Line, external_id: str, known: Known | None, *, by: User, setting: Setting
) -> Applied:
    """Do what one line asks for. Within a savepoint of its own.

    Args:
        run: the import.
        line: of its file.
        external_id: by which the line is known.
        known: what that id stands for, if anything.
        by: in whose name; for organizations, the account of the imports.
        setting: of the file.

    Raises:
        RefusedCells: what it says cannot be read.
        Refused: by a service, or as what it stands for has ended or is gone.
    """
    content = content_of(run, line)
    if known is not None and known.content == content:
        return Applied(LineResult.UNCHANGED, known.subject_id, content)
    verbs = VERBS[run.kind]
    told = verbs.read(Cells(line), setting)
    if known is None:
        # Of no pattern: an id that can be foretold can be taken by somebody else before.
        subject_id = uuid4()
        verbs.create(by, subject_id, told, setting.organization)
        return Applied(LineResult.NEW, subject_id, content)
    changed = verbs.update(by, known.subject_id, told)
    result = LineResult.UPDATED if changed else LineResult.UNCHANGED
    return Applied(result, known.subject_id, content)


@dataclass(frozen=True)
class Verbs:
    """How one kind of line is read, made and changed."""

    read: Callable[[Cells, Setting], Told]
    create: Callable[[User, UUID, Told, Organization], bool]
    update: Callable[[User, UUID, Told], bool]


def _create_listing(by: User, subject_id: UUID, told: Told, organization: Organization) -> bool:
    draft = ListingDraft(organization=organization, **drafts.starts_now(told))
    return listings.create(by=by, listing_id=subject_id, draft=draft)[1]


def _create_request(by: User, subject_id: UUID, told: Told, organization: Organization) -> bool:
    draft = RequestDraft(organization=organization, **{"food": None, **told})
    return requests.create(by=by, request_id=subject_id, draft=draft)[1]


def _create_organization(by: User, subject_id: UUID, told: Told, _of: Organization) -> bool:
    return accounts.create_organization(by=by, organization_id=subject_id, **told)[1]


def _update_listing(by: User, subject_id: UUID, told: Told) -> bool:
    listing = _live(Listing, subject_id, told)
    before = listing.version
    changed = listings.update(listing=listing, by=by, **_changes(told))
    return bool(changed.version != before)


def _update_request(by: User, subject_id: UUID, told: Told) -> bool:
    asked = _live(FoodRequest, subject_id, told)
    before = asked.version
    changed = requests.update(food_request=asked, by=by, **_changes(told))
    return bool(changed.version != before)


def _update_organization(by: User, subject_id: UUID, told: Told) -> bool:
    rows = Organization.objects.select_related("exact_place")
    organization = rows.filter(pk=subject_id).first()
    if organization is None:
        raise Refused(_("What this line made is not here any more."))
    accounts.edit_organization(organization=organization, by=by, **told)
    return True


def _live(model: type[Post], subject_id: UUID, told: Told) -> Any:
    """A post that can still be changed into what is told.

    Raises:
        Refused: it is gone or has ended, or is of another food or unit, which stay as they are.
    """
    rows = model.rows().select_related("food", "category", "organization", "owner", "exact_place")
    post = rows.filter(pk=subject_id).first()
    if post is None:
        raise Refused(_("What this line made is not here any more."))
    if not post.is_live:
        said = _(
            "What this line made has ended. %(state)s Give the line another id to post it anew."
        )
        raise Refused(said % {"state": post.text_for_owner()})
    for name in FIXED:
        if name in told and told[name] != getattr(post, name):
            raise Refused(
                _(
                    "Food and unit of something posted stay as they are. Take it back, and give "
                    "the line another id."
                )
            )
    return post


def _changes(told: Told) -> Told:
    return {name: value for name, value in told.items() if name not in FIXED}


VERBS: dict[str, Verbs] = {
    ImportKind.LISTINGS: Verbs(drafts.listing, _create_listing, _update_listing),
    ImportKind.REQUESTS: Verbs(drafts.request, _create_request, _update_request),
    ImportKind.ORGANIZATIONS: Verbs(
        drafts.organization, _create_organization, _update_organization
    ),
}
