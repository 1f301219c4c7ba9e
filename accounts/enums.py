from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Units(TextChoices):
    METRIC = "metric", _("Kilometres and kilograms")
    IMPERIAL = "imperial", _("Miles and pounds")


class ContactPreference(TextChoices):
    """How a person wants to hear from the site, besides what the site itself shows."""

    EMAIL = "email", _("By e-mail")
    SITE = "site", _("Only here on the site")


class OrganizationKind(TextChoices):
    PANTRY = "pantry", _("Food pantry")
    KITCHEN = "kitchen", _("Community kitchen")
    SCHOOL = "school", _("School")
    GARDEN = "garden", _("Community garden")
    FARM = "farm", _("Farm")
    SHOP = "shop", _("Shop")
    MUTUAL_AID = "mutual_aid", _("Mutual-aid group")
    OTHER = "other", _("Other")

    @property
    def is_public_place(self) -> bool:
        """Whether strangers are expected at the door: its exact place is shown by default."""
        return self in PUBLIC_PLACE_KINDS


PUBLIC_PLACE_KINDS = frozenset(
    {
        OrganizationKind.PANTRY,
        OrganizationKind.KITCHEN,
        OrganizationKind.SCHOOL,
        OrganizationKind.SHOP,
    }
)


class Role(TextChoices):
    OWNER = "owner", _("Owner")
    COORDINATOR = "coordinator", _("Coordinator")
    MEMBER = "member", _("Member")


class Weekday(TextChoices):
    """Keys of opening hours, Monday first, as ISO 8601 counts them."""

    MONDAY = "mon", _("Monday")
    TUESDAY = "tue", _("Tuesday")
    WEDNESDAY = "wed", _("Wednesday")
    THURSDAY = "thu", _("Thursday")
    FRIDAY = "fri", _("Friday")
    SATURDAY = "sat", _("Saturday")
    SUNDAY = "sun", _("Sunday")


class SecurityEventKind(TextChoices):
    """What an account's owner would want to know of."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("A sign-in failed")
    SIGNED_OUT = "signed_out", _("Signed out")
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", _("Signed out everywhere")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    EMAIL_CHANGED = "email_changed", _("E-mail address changed")
    PASSKEY_ADDED = "passkey_added", _("Passkey added")
    PASSKEY_REMOVED = "passkey_removed", _("Passkey removed")
    APP_ADDED = "app_added", _("Authenticator app added")
    APP_REMOVED = "app_removed", _("Authenticator app removed")
    RECOVERY_CODES = "recovery_codes", _("New recovery codes")
    ACCOUNT_CONNECTED = "account_connected", _("Another account connected")
    ACCOUNT_DISCONNECTED = "account_disconnected", _("Another account disconnected")
    DATA_EXPORTED = "data_exported", _("Personal data downloaded")


class Purpose(TextChoices):
    """What a person is asked to agree to, each by itself."""

    HOUSE_RULES = "house_rules", _("House rules")
    EMAIL_NEWS = "email_news", _("News by e-mail")
    IMPROVEMENT = "improvement", _("Making the site better, and texts written by a machine")
    PARTNERS = "partners", _("Sharing with partner organizations")

    @property
    def is_required(self) -> bool:
        """Whether an account cannot be without."""
        return self == Purpose.HOUSE_RULES


class ClientState(TextChoices):
    """Of an organization's program (`ApiClient`)."""

    PENDING = "pending", pgettext_lazy("program", "Waiting for an answer")
    APPROVED = "approved", pgettext_lazy("program", "In use")
    REFUSED = "refused", pgettext_lazy("program", "Refused")
    REVOKED = "revoked", pgettext_lazy("program", "Switched off")


CLIENT_TRANSITIONS: dict[str, tuple[str, ...]] = {
    ClientState.PENDING: (ClientState.APPROVED, ClientState.REFUSED, ClientState.REVOKED),
    ClientState.APPROVED: (ClientState.REVOKED,),
    ClientState.REFUSED: (ClientState.PENDING, ClientState.REVOKED),
    ClientState.REVOKED: (),
}
