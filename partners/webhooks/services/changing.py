from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from core import clock
from core.errors import Refused
from partners.models import Webhook
from partners.webhooks.enums import WhyDisabled
from partners.webhooks.permissions import can_manage, can_moderate, require_own
from partners.webhooks.services.subscribing import WebhookDraft, check
from partners.webhooks.signing import can_be_read, new_secret, sealed
from partners.webhooks.switching import switch_off, switch_on

BOTH_SIGN_FOR = timedelta(hours=24)
EDITABLE = frozenset({"url", "event_types", "cell"})


def change(*, webhook: Webhook, by: User, **changes: Any) -> Webhook:
    """Change where it is called, or what it is told. What is already so is no change.

    Args:
        webhook: any copy of it.
        by: who acts for its organization.
        changes: of `EDITABLE`.

    Raises:
        Invalid: by field.
        NotAllowed: somebody else's.
        Suspended: `by` is.
    """
    told = checked_changes(webhook=webhook, by=by, **changes)
    return write_changes(webhook=webhook, by=by, told=told)


def checked_changes(*, webhook: Webhook, by: User, **changes: Any) -> dict[str, Any]:
    """What a change comes to, for `write_changes`. It asks name servers, which may take seconds:
    to be called before a transaction begins, and never within one.

    Args and raises: as `change`.
    """
    require_unsuspended(by)
    require_own(by, webhook)
    asked = {name: changes[name] for name in EDITABLE & changes.keys()}
    told = check(WebhookDraft(**{name: getattr(webhook, name) for name in EDITABLE} | asked))
    return {name: told[name] for name in asked}


@transaction.atomic
def write_changes(*, webhook: Webhook, by: User, told: Mapping[str, Any]) -> Webhook:
    """Write what `checked_changes` found good.

    Raises:
        NotAllowed: somebody else's.
        Suspended: `by` is.
    """
    require_unsuspended(by)
    require_own(by, webhook)
    lock(webhook)
    wanted = {name: value for name, value in told.items() if value != getattr(webhook, name)}
    if "url" in wanted:
        wanted["created_by"] = by  # it is switched off when who gave its address leaves
    if wanted:
        webhook.change(**wanted, updated_at=clock.now())
    return webhook


@transaction.atomic
def rotate(*, webhook: Webhook, by: User, made_at: datetime | None = None) -> str:
    """Give it a new secret. The one before signs beside it for a day, so that no call is lost
    while the receiver changes over; one that was older still signs no more.

    Args:
        webhook: any copy of it.
        by: who acts for its organization.
        made_at: when the secret that shall be replaced was made, as the caller saw it.

    Returns:
        The new secret, which nobody can read again.

    Raises:
        NotAllowed: somebody else's.
        Refused: its secret is not the one of `made_at` any more.
    """
    require_own(by, webhook)
    lock(webhook)
    if made_at is not None and webhook.secret_made_at != made_at:
        raise Refused(_("The secret was replaced already."))
    secret, now = new_secret(), clock.now()
    webhook.change(
        secret=sealed(secret),
        secret_made_at=now,
        old_secret=webhook.secret if can_be_read(webhook.secret) else "",
        old_secret_until=now + BOTH_SIGN_FOR,
        updated_at=now,
    )
    return secret


@transaction.atomic
def enable(*, webhook: Webhook, by: User) -> Webhook:
    """Let it be called again. Harmless twice.

    Raises:
        NotAllowed: somebody else's; or a moderator switched it off.
        Suspended: `by` is.
    """
    require_unsuspended(by)
    if not can_moderate(by):
        require_own(by, webhook)
    lock(webhook)
    if webhook.disabled_because == WhyDisabled.BY_STAFF and not can_moderate(by):
        raise Refused(_("A moderator switched it off. Please write to us."))
    switch_on(webhook)
    return webhook


@transaction.atomic
def disable(*, webhook: Webhook, by: User) -> Webhook:
    """Let it be told nothing. Harmless twice.

    Raises:
        NotAllowed: neither theirs nor a moderator.
    """
    if can_manage(by, webhook):
        because = WhyDisabled.BY_HAND
    else:
        if not can_moderate(by):
            require_own(by, webhook)
        because = WhyDisabled.BY_STAFF
    lock(webhook)
    switch_off(webhook, because, by=by)
    return webhook


@transaction.atomic
def forget(*, webhook: Webhook, by: User) -> None:
    """Delete it, with the log of its deliveries. Harmless twice.

    Raises:
        NotAllowed: somebody else's.
        Refused: a moderator switched it off; it would be made anew.
    """
    require_own(by, webhook)
    for held in Webhook.objects.select_for_update().filter(pk=webhook.pk):
        if held.disabled_because == WhyDisabled.BY_STAFF:
            raise Refused(_("A moderator switched it off. Please write to us."))
        held.delete()


def lock(webhook: Webhook) -> None:
    """Hold the row until the transaction ends, and read it again."""
    webhook.refresh_from_db(from_queryset=Webhook.objects.select_for_update())
