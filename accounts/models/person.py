from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import ContactPreference, Units
from accounts.querysets import UserManager
from accounts.validators import (
    validate_birth_date,
    validate_language,
    validate_nickname,
    validate_tag,
    validate_timezone,
)
from catalog.enums import Allergen, Diet
from core import clock
from core.geo.models import ExactPlace, Precision

if TYPE_CHECKING:
    from accounts.querysets import MembershipQuerySet

DEFAULT_SHARE_RADIUS_KM = 5
TAGS_AT_MOST = 8
WHAT_AN_ACCOUNT_MAY = (
    "is_staff",
    "is_superuser",
    "is_active",
    "suspended_at",
    "suspended_until",
)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A person, or an organization's program (`speaks_for`).

    Only `pseudonym` ever goes into an event; only `home_cell` is shown to others.
    """

    subject_type: ClassVar[str] = "user"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    email = models.EmailField(_("e-mail address"))
    display_name = models.CharField(_("name shown to others"), max_length=80, blank=True)
    nickname = models.CharField(
        _("nickname"), max_length=40, blank=True, default="", validators=[validate_nickname]
    )
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True, default="")
    bio = models.TextField(_("about me"), max_length=500, blank=True, default="")
    tags = ArrayField(
        models.CharField(max_length=24, validators=[validate_tag]),
        verbose_name=_("words about me"),
        default=list,
        blank=True,
        size=TAGS_AT_MOST,
    )
    birth_date = models.DateField(
        _("date of birth"), null=True, blank=True, validators=[validate_birth_date]
    )
    language = models.CharField(
        _("language"), max_length=8, default="en", validators=[validate_language]
    )
    units = models.CharField(_("units"), max_length=8, choices=Units, default=Units.METRIC)
    timezone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_timezone]
    )
    contact_preference = models.CharField(
        _("how to reach me"),
        max_length=8,
        choices=ContactPreference,
        default=ContactPreference.EMAIL,
    )
    diets = ArrayField(
        models.CharField(max_length=16, choices=Diet),
        verbose_name=_("diets"),
        default=list,
        blank=True,
    )
    avoided_allergens = ArrayField(
        models.CharField(max_length=16, choices=Allergen),
        verbose_name=_("allergens to avoid"),
        default=list,
        blank=True,
    )
    home = models.OneToOneField(
        ExactPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    home_geohash = models.CharField(
        max_length=12, blank=True, default="", editable=False, db_collation="C"
    )
    home_precision = models.PositiveSmallIntegerField(
        _("how finely others see my home"),
        choices=Precision,
        default=Precision.NEIGHBOURHOOD,
    )
    share_radius_km = models.PositiveSmallIntegerField(
        _("how far I go, in kilometres"),
        default=DEFAULT_SHARE_RADIUS_KM,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    # What the insights show of what a language model wrote, and whether they suggest anything.
    generated_text = models.BooleanField(_("texts by a language model"), default=True)
    guidance = models.BooleanField(_("suggestions what to share or grow"), default=True)
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    # Suspended people read, export and delete what is theirs, and write nothing others would see.
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True)
    # Of a program (`ApiClient.account`): all it does is this organization's. Null for people.
    speaks_for = models.ForeignKey(
        "accounts.Organization",
        verbose_name=_("program of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # Part of what every session is bound to: the next number ends all of them, tokens included.
    session_era = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                name="user_email_once",
                violation_error_message=_("Someone already uses this e-mail address."),
            ),
            # With the constraint above: one account an address, whatever its capitals.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            ),
            models.UniqueConstraint(
                Lower("nickname"),
                name="user_nickname_once",
                condition=~models.Q(nickname=""),
                violation_error_message=_("Someone already has this nickname."),
            ),
            models.CheckConstraint(
                condition=models.Q(units__in=Units.values), name="user_units_known"
            ),
            models.CheckConstraint(
                condition=models.Q(contact_preference__in=ContactPreference.values),
                name="user_contact_preference_known",
            ),
            models.CheckConstraint(
                condition=models.Q(home_precision__in=Precision.values),
                name="user_home_precision_known",
            ),
            models.CheckConstraint(
                condition=models.Q(share_radius_km__range=(1, 50)),
                name="user_share_radius_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(home__isnull=True, home_geohash="")
                | (models.Q(home__isnull=False) & ~models.Q(home_geohash="")),
                name="user_home_has_its_cell",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What others are shown; never derived from the e-mail address."""
        return self.display_name or gettext("A neighbour")

    @property
    def subject_id(self) -> uuid.UUID:
        """Facts about a person are filed under the pseudonym."""
        return self.pseudonym

    @property
    def home_cell(self) -> str:
        """The public cell of the home, empty without one."""
        return self.home_geohash[: self.home_precision]

    @property
    def is_program(self) -> bool:
        """Whether this is an organization's program and not a person."""
        return self.speaks_for_id is not None

    @property
    def is_suspended(self) -> bool:
        """Whether a moderator's suspension holds now; one without an end holds until lifted."""
        if self.suspended_at is None:
            return False
        return self.suspended_until is None or self.suspended_until > clock.now()

    @property
    def memberships_by_name(self) -> MembershipQuerySet:
        return self.memberships.select_related("organization").order_by(
            "organization__name", "organization_id"
        )

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own, bound to the era of sessions as well once there has been a second one."""
        if not self.session_era:
            return super()._get_session_auth_hash(secret=secret)  # type: ignore[misc,no-any-return]
        bound = f"{self.password}:{self.session_era}"
        salt = "accounts.models.User.session_era"
        return salted_hmac(salt, bound, secret=secret, algorithm="sha256").hexdigest()

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_short_name(self) -> str:
        return self.name


_Rights: Any = pghistory.create_event_model(
    User,
    pghistory.UpdateEvent("rights", condition=pghistory.AnyChange(*WHAT_AN_ACCOUNT_MAY)),
    fields=list(WHAT_AN_ACCOUNT_MAY),
    append_only=True,
)


class AccountRights(_Rights):  # type: ignore[misc]
    """Who may what, after each change of it; a trigger writes it, whoever asked."""

    class Meta(_Rights.Meta):  # type: ignore[misc]
        verbose_name = _("change of rights")
        verbose_name_plural = _("changes of rights")
