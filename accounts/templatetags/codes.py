"""For how long the code of a mail is good, where it is entered."""

from allauth.account import app_settings
from django import template

register = template.Library()


@register.simple_tag
def code_minutes(purpose: str) -> int:
    """Whole minutes.

    Args:
        purpose: as allauth's settings call it: `EMAIL_VERIFICATION`, `LOGIN`, `PASSWORD_RESET`.
    """
    seconds: int = getattr(app_settings, f"{purpose}_BY_CODE_TIMEOUT")
    return seconds // 60
