from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def can_retract(user: User | AnonymousUser) -> bool:
    """Take back an explanation: operators who may change explanations."""
    return user.is_active and user.is_staff and user.has_perm("insights.change_explanation")


def can_trace(user: User | AnonymousUser) -> bool:
    """Read how a signal's texts came about, call by call: operators who may see explanations."""
    if not isinstance(user, User) or user.is_suspended:
        return False
    return user.is_active and user.is_staff and user.has_perm("insights.view_explanation")


def may_be_generated(user: User | AnonymousUser) -> bool:
    """Whether a language model's words may be shown: unless the reader wants none."""
    return not isinstance(user, User) or user.generated_text
