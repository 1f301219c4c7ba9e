from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import ContactPreference, OrganizationKind, Role, Units
from accounts.querysets import (
    BlockQuerySet,
    CommunityQuerySet,
    MembershipQuerySet,
    OrganizationQuerySet,
    UserManager,
)
from accounts.validators import (
    validate_cell,
    validate_language,
    validate_opening_hours,
    validate_timezone,
)
from catalog.enums import Allergen, Diet
from catalog.models import Category
from core import clock
from core.events.subjects import Subject
from core.geo.models import ExactPlace, Placed, Precision

DEFAULT_SHARE_RADIUS_KM = 5


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Only `pseudonym` ever goes into an event; only `home_cell` is shown to others."""

    subject_type: ClassVar[str] = "user"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    email = models.EmailField(_("e-mail address"))
    display_name = models.CharField(_("name shown to others"), max_length=80, blank=True)
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
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    # Suspended people read, export and delete what is theirs, and write nothing others would see.
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True)
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

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_short_name(self) -> str:
        return self.name


class Organization(Subject, Placed):
    """A pantry, kitchen, school… that lists, asks and promises under one name."""

    subject_type: ClassVar[str] = "organization"

    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=OrganizationKind)
    description = models.TextField(_("about"), max_length=2000, blank=True)
    place_is_public = models.BooleanField(_("show the exact place to everyone"), default=False)
    opening_hours = models.JSONField(
        _("opening hours"), default=dict, blank=True, validators=[validate_opening_hours]
    )
    accepts = models.ManyToManyField(
        Category, verbose_name=_("accepts"), related_name="+", blank=True
    )
    last_verified = models.DateTimeField(_("last verified"))
    members = models.ManyToManyField(User, through="Membership", related_name="organizations")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganizationKind.values),
                name="organization_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["geohash"], name="organization_by_cell"),
            GistIndex(fields=["location"], name="organization_nearest"),
            models.Index(fields=["kind", "name"], name="organization_by_kind"),
            models.Index(fields=["last_verified"], name="organization_by_verified"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organization_detail", args=[self.slug])


class Membership(models.Model):
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                name="membership_once",
                violation_error_message=_("This person is a member already."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class Block(models.Model):
    """One person wants nothing to do with another. It works both ways, and says so to neither."""

    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="blocks_met"
    )  # not theirs to know
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(
                condition=~models.Q(blocker=models.F("blocked")), name="block_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blocker} ⊘ {self.blocked}"


class Community(models.Model):
    """What the people of an area have agreed on. The one with the longest `cell` that holds a
    place speaks for it; the one without a cell speaks for everywhere else."""

    name = models.CharField(_("name"), max_length=80)
    cell = models.CharField(
        _("cell"),
        max_length=5,
        unique=True,
        blank=True,
        db_collation="C",
        validators=[validate_cell],
        help_text=_("A geohash of up to five letters; empty for everywhere else."),
    )
    head_start_minutes = models.PositiveSmallIntegerField(
        _("head start, in minutes"),
        default=30,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("How much earlier alerts reach those who received little lately."),
    )
    limit_commitments = models.PositiveSmallIntegerField(
        _("promises a person may receive"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Within the period; empty for no limit. Organizations have none."),
    )
    limit_days = models.PositiveSmallIntegerField(
        _("period, in days"), default=7, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(limit_days__range=(1, 30)), name="community_period_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name
