"""The one form of signing in: an address, and a password only from those who have one."""

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """Without a password allauth sends a code, with one it checks that."""

    def _setup_password_field(self) -> None:
        # allauth drops the field here when signing up asks for no password.
        password = self.fields["password"]
        password.required = False
        password.help_text = _("Left empty, we send you a code.")
