"""A webhook does not outlive the place of whoever gave its address in its organization."""

from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete

from accounts.models import Membership
from partners.models import Webhook
from partners.webhooks.enums import WhyDisabled
from partners.webhooks.switching import switch_off


def connect() -> None:
    """Hear of each membership that ends: a person's who leaves, is removed or is erased, and a
    program's that is switched off."""
    pre_delete.connect(
        _membership_ends, sender=Membership, dispatch_uid="partners.webhooks.leaving"
    )


@transaction.atomic
def _membership_ends(*, instance: Membership, **_signal: Any) -> None:
    """Switch off what calls an address of theirs; those who stay can change it and switch it on."""
    own = Webhook.objects.filter(
        organization_id=instance.organization_id, created_by_id=instance.user_id
    )
    for webhook in own.select_for_update().order_by("pk"):
        switch_off(webhook, WhyDisabled.BY_HAND, by=None)
