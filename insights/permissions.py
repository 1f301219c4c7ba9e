from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def can_retract(user: User | AnonymousUser) -> bool:
    """Take back an explanation: operators who may change explanations."""
    return user.is_active and user.is_staff and user.has_perm("insights.change_explanation")
