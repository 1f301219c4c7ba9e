"""Webhooks and what they were told, as rows of a page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.presenters import Row
from core import moments
from core.moments import Told
from partners.models import Webhook, WebhookDelivery
from partners.webhooks.enums import PING, EventType, WebhookDeliveryState, WebhookState

TONES: Mapping[str, str] = {WebhookState.ACTIVE: "open", WebhookState.DISABLED: "warn"}
DELIVERY_TONES: Mapping[str, str] = {
    WebhookDeliveryState.PLANNED: "wait",
    WebhookDeliveryState.SENT: "done",
    WebhookDeliveryState.FAILED: "warn",
    WebhookDeliveryState.SKIPPED: "info",
}


@dataclass(frozen=True)
class Fact:
    """A line of what there is to know."""

    label: str
    text: str
    iso: str = ""
    exact: str = ""


@dataclass(frozen=True)
class LogRow:
    """One delivery in the log."""

    delivery: WebhookDelivery
    title: str
    text: str
    when: Told
    tone: str


def row(webhook: Webhook) -> Row:
    """Of a list of webhooks."""
    return Row(
        title=webhook.url,
        text=_told_of(webhook),
        url=webhook.get_absolute_url(),
        badge=str(webhook.get_state_display()),
        badge_tone=TONES[webhook.state],
        picture="",
    )


def facts(webhook: Webhook) -> list[Fact]:
    """What is set up, and how it stands."""
    since = moments.moment(webhook.state_since)
    told = [
        Fact(_("Told of"), ", ".join(str(EventType(each).label) for each in webhook.event_types)),
        Fact(_("Area"), webhook.cell or _("everywhere")),
        Fact(_("Since"), since.text, since.iso, since.exact),
    ]
    if webhook.disabled_because:
        told.append(Fact(_("Why it is off"), str(webhook.get_disabled_because_display())))
    if webhook.failing_since:
        failing = moments.moment(webhook.failing_since)
        told.append(Fact(_("Failing since"), failing.text, failing.iso, failing.exact))
    return told


def log_row(delivery: WebhookDelivery) -> LogRow:
    kind = delivery.event_type
    title = _("A trial") if kind == PING else str(EventType(kind).label)
    at = delivery.sent_at or delivery.created_at
    return LogRow(
        delivery=delivery,
        title=title,
        text=" · ".join(filter(None, (kind, _how_it_went(delivery)))),
        when=moments.moment(at),
        tone=DELIVERY_TONES[delivery.state],
    )


def _how_it_went(delivery: WebhookDelivery) -> str:
    if not delivery.attempts:
        return ""
    tried = ngettext("%(n)s attempt", "%(n)s attempts", delivery.attempts)
    answer = str(delivery.last_status or delivery.last_error)
    return " · ".join(filter(None, (tried % {"n": delivery.attempts}, answer)))


def _told_of(webhook: Webhook) -> str:
    number = len(webhook.event_types)
    text = ngettext("%(n)s kind of event", "%(n)s kinds of events", number) % {"n": number}
    return f"{text} · {webhook.cell or _('everywhere')}"
