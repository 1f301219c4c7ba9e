"""A webhook does not outlive the place of whoever gave its address in its organization, nor their
account."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import pre_delete

from accounts.models import Membership
from core.events.models import DomainEvent
from core.events.signals import event_recorded
from partners.models import Webhook
from partners.webhooks.enums import WhyDisabled
from partners.webhooks.switching import switch_off


def connect() -> None:
    """Hear of each membership that ends, a person's who leaves, is removed or is erased, and a
    program's that is switched off; and of each account that is closed."""
    pre_delete.connect(
        _membership_ends, sender=Membership, dispatch_uid="partners.webhooks.leaving"
    )
    event_recorded.connect(
        _account_changes, sender=DomainEvent, dispatch_uid="partners.webhooks.leaving"
    )


def _membership_ends(*, instance: Membership, **_signal: Any) -> None:
    _end(
        Webhook.objects.filter(
            organization_id=instance.organization_id, created_by_id=instance.user_id
        )
    )


def _account_changes(*, event: DomainEvent, **_signal: Any) -> None:
    if event.type == "user.updated" and "is_active" in event.payload["fields"]:
        _end(
            Webhook.objects.filter(
                created_by__pseudonym=event.subject_id, created_by__is_active=False
            )
        )


@transaction.atomic
def _end(own: QuerySet[Webhook]) -> None:
    """Switch off what calls an address of theirs; those who stay can change it and switch it on."""
    for webhook in own.select_for_update(of=("self",)).order_by("pk"):
        switch_off(webhook, WhyDisabled.BY_HAND, by=None)
