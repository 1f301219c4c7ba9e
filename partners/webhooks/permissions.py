from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import can_act_for
from core.errors import NotAllowed
from partners.models import Webhook

CHANGE = "partners.change_webhook"


def can_manage(user: User | AnonymousUser, webhook: Webhook) -> bool:
    """Those who act for its organization, its programs among them."""
    return can_act_for(user, webhook.organization)


def can_moderate(user: User | AnonymousUser) -> bool:
    """Switch off and send again what is others': staff with the right to change it."""
    return isinstance(user, User) and user.is_staff and user.has_perm(CHANGE)


def require_own(user: User, webhook: Webhook) -> None:
    """Refuse whoever does not act for its organization.

    Raises:
        NotAllowed: they do not.
    """
    if not can_manage(user, webhook):
        raise NotAllowed(_("You cannot act for this organization."))
