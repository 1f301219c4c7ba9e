"""What notifications are about, looked up for whoever reads them, one query a type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import ApiClient, Organization, User
from catalog.units import quantity_text
from commitments.enums import Side
from commitments.models import Commitment
from commitments.presenters import title, waits_for
from conversations.models import Conversation
from core import moments
from listings.models import Listing
from notifications.models import Notification
from posts.models import Post
from requests_app.models import FoodRequest

POSTS: Mapping[str, type[Listing] | type[FoodRequest]] = {
    "listing": Listing,
    "request": FoodRequest,
}
PAGES = {
    "standing": "standing:detail",
    "report": "moderation:report_detail",
    "decision": "moderation:decision",
}
"""Pages of what this floor does not look up itself; they show nothing to strangers."""

SEARCHES = "matching:search_list"
OF_ORGANIZATION = {"webhook_disabled": "partners:webhooks"}
"""By kind, the page of an organization that it leads to; usually the organization's own."""


@dataclass(frozen=True)
class Known:
    """What the reader may know of a subject.

    Args:
        wording: which of a kind's words fit, where the subject decides.
        names: what fills their placeholders.
        url: where it leads.
        post: the listing or request itself.
        state: of a commitment, now.
        accepted: of a commitment, whether it was ever agreed.
        proposed: of a commitment, whether the reader's side proposed it.
        waits: whether it asks something of the reader, now.
    """

    wording: str
    url: str
    names: Mapping[str, str] = field(default_factory=dict)
    post: Post | None = None
    state: str = ""
    accepted: bool = False
    proposed: bool = False
    waits: bool = False


def look_up(rows: Iterable[Notification], reader: User) -> dict[UUID, Known]:
    """By notification, what it is about; those missing are gone, or not for the reader to know."""
    notifications = list(rows)
    loaded = {**_commitments(notifications, reader), **_posts(notifications, reader)}
    loaded |= _organizations(notifications, reader)
    loaded |= _programs(notifications, reader)
    loaded |= _conversations([row for row in notifications if row.pk not in loaded], reader)
    for row in notifications:
        if row.pk not in loaded and row.about_type in PAGES:
            loaded[row.pk] = Known("", reverse(PAGES[row.about_type], args=[row.about_id]))
        elif row.pk not in loaded and row.about_type == "search":
            loaded[row.pk] = Known("", reverse(SEARCHES))
    return loaded


def _commitments(rows: list[Notification], reader: User) -> dict[UUID, Known]:
    own = [row for row in rows if row.about_type in ("commitment", "conversation") and row.side]
    if not own:
        return {}
    visible = Commitment.objects.visible_to(reader).with_parties()
    found = visible.in_bulk({row.about_id for row in own})
    return {
        row.pk: _commitment(found[row.about_id], row, reader.units)
        for row in own
        if row.about_id in found
    }


def _commitment(commitment: Commitment, row: Notification, units: str) -> Known:
    side = Side(row.side)
    talk = row.about_type == "conversation"
    url = commitment.get_absolute_url()
    return Known(
        wording="commitment" if talk else side,
        url=reverse("conversations:detail", args=[commitment.pk]) if talk else url,
        names={
            "other": commitment.name_of(side.other),
            "food": title(commitment),
            "quantity": quantity_text(commitment.quantity, commitment.unit, units),
            "given": quantity_text(commitment.handed_over, commitment.unit, units),
            "when": moments.span(commitment.handover_start, commitment.handover_end).text,
            "answer": moments.moment(commitment.expires_at).text,
            "reason": str(commitment.get_cancel_reason_display() or ""),
        },
        state=commitment.state,
        accepted=commitment.accepted_at is not None,
        proposed=commitment.proposed_by(side),
        waits=waits_for(commitment, side),
    )


def _posts(rows: list[Notification], reader: User) -> dict[UUID, Known]:
    known: dict[UUID, Known] = {}
    for name, model in POSTS.items():
        wanted = {row.pk: _post_id(row, name) for row in rows}
        ids = {post_id for post_id in wanted.values() if post_id}
        if not ids:
            continue
        found = model.rows().visible_to(reader).with_party().in_bulk(ids)
        known |= {
            pk: _post(found[post_id], name, reader.units)
            for pk, post_id in wanted.items()
            if post_id in found
        }
    return known


def _post_id(row: Notification, name: str) -> UUID | None:
    """Of the listing or request it is about, or that its facts name."""
    if row.about_type == name:
        return row.about_id
    named = row.facts.get(name) or row.facts.get("post")
    if row.about_type in ("search", "standing") and named:
        return UUID(str(named))
    return None


def _post(post: Any, wording: str, units: str) -> Known:
    until = moments.until(getattr(post, post.END)).text
    return Known(
        wording=wording,
        url=post.get_absolute_url(),
        names={
            "food": getattr(post, "title", "") or post.subject_name,
            "quantity": quantity_text(post.remaining, post.unit, units),
            "until": _("until it is gone") if post.is_until_gone else until,
        },
        post=post,
    )


def _organizations(rows: list[Notification], reader: User) -> dict[UUID, Known]:
    wanted = {row.pk: row.about_id for row in rows if row.about_type == "organization"}
    if not wanted:
        return {}
    found = Organization.objects.visible_to(reader).in_bulk(set(wanted.values()))
    return {
        row.pk: _organization(found[row.about_id], row.kind)
        for row in rows
        if row.pk in wanted and row.about_id in found
    }


def _organization(organization: Organization, kind: str) -> Known:
    page = OF_ORGANIZATION.get(kind)
    url = reverse(page, args=[organization.slug]) if page else organization.get_absolute_url()
    return Known("organization", url, {"name": organization.name})


def _programs(rows: list[Notification], reader: User) -> dict[UUID, Known]:
    wanted = {row.pk: row.about_id for row in rows if row.about_type == ApiClient.subject_type}
    if not wanted:
        return {}
    own = ApiClient.objects.managed_by(reader).select_related("organization")
    found = own.in_bulk(set(wanted.values()))
    return {pk: _program(found[each]) for pk, each in wanted.items() if each in found}


def _program(client: ApiClient) -> Known:
    names = {"name": client.name, "organization": client.organization.name}
    return Known("program", client.get_absolute_url(), names)


def _conversations(rows: list[Notification], reader: User) -> dict[UUID, Known]:
    wanted = [row for row in rows if row.about_type == "conversation"]
    if not wanted:
        return {}
    visible = Conversation.objects.visible_to(reader).with_participants()
    found = visible.in_bulk({row.about_id for row in wanted})
    return {
        row.pk: _conversation(found[row.about_id], str(row.facts.get("sender")))
        for row in wanted
        if row.about_id in found
    }


def _conversation(conversation: Conversation, sender: str) -> Known:
    people = conversation.participants.all()
    names = [each.name for each in people if str(each.pseudonym) == sender]
    return Known(
        wording="people" if names else "",
        url=conversation.get_absolute_url(),
        names={"other": "".join(names)},
        waits=conversation.closed_at is None and any(each.agreed_at is None for each in people),
    )
