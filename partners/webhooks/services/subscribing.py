from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import can_act_for, require_unsuspended
from core import clock
from core.errors import Invalid, NotAllowed, Refused
from core.geo import cells
from core.idempotency import create_once, fingerprint, repeated
from partners.models import Webhook
from partners.models.webhooks import LONGEST_CELL
from partners.webhooks import addresses
from partners.webhooks.addresses import AddressRefused
from partners.webhooks.enums import EventType
from partners.webhooks.permissions import require_own
from partners.webhooks.signing import new_secret, sealed

COARSEST_CELL = 4


@dataclass(frozen=True, kw_only=True)
class WebhookDraft:
    """What a receiver wants to be told.

    Args:
        url: where it is called.
        event_types: values of `EventType`, at least one.
        cell: a geohash of 4 to 6 signs; empty for everywhere.
    """

    url: str
    event_types: Sequence[str]
    cell: str = ""

    def content(self) -> dict[str, Any]:
        """What was said, for telling a repeat from something else."""
        return {**vars(self), "event_types": sorted(set(self.event_types))}


def subscribe(
    *, by: User, organization: Organization, webhook_id: UUID, draft: WebhookDraft
) -> tuple[Webhook, str]:
    """Have an organization's receiver told of what happens from now on.

    Args:
        by: who acts for the organization.
        organization: whose receiver it is, and who decides what it may hear of.
        webhook_id: the client's own id.
        draft: the content.

    Returns:
        The webhook, and its secret, which nobody can read again. The same id with the same content
        makes one; its secret is then empty.

    Raises:
        Invalid: by field; or the organization has as many as one may.
        NotAllowed: for an organization that `by` may not act for.
        Suspended: `by` is.
        IdempotencyMismatch: the id holds other content.
    """
    content = fingerprint("webhook", str(by.pk), str(organization.pk), draft.content())
    if known := repeated(Webhook, webhook_id, content):
        return known, ""
    require_unsuspended(by)
    if not can_act_for(by, organization):
        raise NotAllowed(_("You cannot act for this organization."))
    if known := _copy_or_room(organization, webhook_id, content):
        return known, ""
    checked = check(draft)  # asks for the name, so that no transaction waits for that
    secret, now = new_secret(), clock.now()
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        if known := _copy_or_room(organization, webhook_id, content):
            return known, ""
        webhook, is_new = create_once(
            Webhook(
                id=webhook_id,
                fingerprint=content,
                organization=organization,
                secret=sealed(secret),
                secret_made_at=now,
                state_since=now,
                created_by=by,
                created_at=now,
                updated_at=now,
                **checked,
            )
        )
        require_own(by, webhook)  # a membership that ends waits for the organization's row
    return webhook, secret if is_new else ""


def check(draft: WebhookDraft) -> dict[str, Any]:
    """A draft as it is stored.

    Raises:
        Invalid: by field.
    """
    wrong: dict[str, str] = {}
    types = sorted(set(draft.event_types))
    if not types or not set(types) <= set(EventType.values):
        wrong["event_types"] = _("Choose at least one of the events.")
    is_area = COARSEST_CELL <= len(draft.cell) <= LONGEST_CELL and cells.is_cell(draft.cell)
    if draft.cell and not is_area:
        wrong["cell"] = _("Give an area as a geohash of 4 to 6 signs, or none.")
    if said := _wrong_with(draft.url):
        wrong["url"] = said
    if wrong:
        raise Invalid(**wrong)
    return {"url": draft.url, "event_types": types, "cell": draft.cell}


def _wrong_with(url: str) -> str:
    """Why an address cannot be called, in words; nothing is called to find out."""
    try:
        addresses.resolve(addresses.read(url), seconds=settings.WEBHOOK_CONNECT_SECONDS)
    except AddressRefused as refused:
        return {
            "scheme": _("Give an address that begins with https://."),
            "credentials": _("Leave user names and passwords out: calls are signed."),
            "port": _("Use port 443, or one from 1024 on."),
            addresses.NOT_PUBLIC: _("This host is not on the public internet."),
        }.get(str(refused), _("This is not a web address that can be called."))
    return ""


def _copy_or_room(organization: Organization, webhook_id: UUID, content: str) -> Webhook | None:
    """None where there is room for one more; the same webhook where the last place is its own.

    Raises:
        Invalid: there is no room.
    """
    try:
        _require_room(organization)
    except Refused:
        if known := repeated(Webhook, webhook_id, content):
            return known
        raise
    return None


def _require_room(organization: Organization) -> None:
    if organization.webhooks.count() >= settings.WEBHOOKS_AN_ORGANIZATION:
        full = _("There are %(count)s webhooks. Delete one before you add another.")
        raise Invalid(__all__=full % {"count": settings.WEBHOOKS_AN_ORGANIZATION})
