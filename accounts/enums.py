from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
