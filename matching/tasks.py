"""By the clock; ids in, rows read anew, harmless twice."""

from datetime import timedelta

from core import clock
from matching.models import Alert
from matching.services.offering import (
    LISTINGS_AT_ONCE,
    ending_unclaimed,
    offer_to_organizations,
)
from matching.services.sending import send_due

KEPT = timedelta(days=90)


def send_alerts() -> int:
    """Tell whose turn has come."""
    return send_due()


def offer_unclaimed() -> int:
    """Tell organizations of food that ends soon and that nobody has asked for."""
    listings = ending_unclaimed().with_party()[:LISTINGS_AT_ONCE]
    return sum(offer_to_organizations(listing=listing) for listing in listings)


def forget_old_alerts() -> int:
    """Whom we told of what is nobody's business for longer than 90 days."""
    return Alert.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]
