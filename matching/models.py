"""What people look for, whom we tell of what, and which organizations were offered what."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from accounts.models import Organization, User
from accounts.validators import validate_cell
from catalog.enums import Allergen, Diet
from catalog.models import Category, Food
from core import clock
from core.events.subjects import Subject
from core.geo import cells
from core.geo.cells import Point
from core.geo.fields import MercatorPointField
from listings.models import Listing
from matching.enums import AlertReason, AlertState, PostKind
from matching.querysets import AlertQuerySet, SavedSearchQuerySet
from matching.reach import FURTHEST_KM, band_of

LONGEST_WORDS = 100


class SavedSearch(Subject):
    """Filters that somebody wants to hear of. Its place is a cell, as coarse as others see it:
    nothing finer is needed, so nothing finer is kept.

    `band`, `location`, `foods` and `categories` follow from the rest when it is saved, so that a
    new post finds the searches around it by index.
    """

    subject_type: ClassVar[str] = "search"

    owner = models.ForeignKey(
        User, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="saved_searches"
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("for"),
        on_delete=models.CASCADE,
        related_name="saved_searches",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("looks for"), max_length=8, choices=PostKind)
    words = models.CharField(_("words"), max_length=LONGEST_WORDS, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    food = models.ForeignKey(
        Food, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    diets = ArrayField(models.CharField(max_length=16, choices=Diet), default=list, blank=True)
    exclude_allergens = ArrayField(
        models.CharField(max_length=16, choices=Allergen), default=list, blank=True
    )
    cell = models.CharField(_("around"), max_length=6, db_collation="C", validators=[validate_cell])
    radius_km = models.PositiveSmallIntegerField(
        _("within, in kilometres"),
        validators=[MinValueValidator(1), MaxValueValidator(FURTHEST_KM)],
    )
    active = models.BooleanField(_("active"), default=True)
    last_alert_at = models.DateTimeField(_("last told"), null=True, blank=True, editable=False)
    band = models.PositiveSmallIntegerField(editable=False)
    location = MercatorPointField(editable=False)
    foods = ArrayField(models.IntegerField(), default=list, editable=False)
    categories = ArrayField(models.SmallIntegerField(), default=list, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="search_kind_known"),
            models.CheckConstraint(
                condition=Q(radius_km__range=(1, FURTHEST_KM)), name="search_radius_in_range"
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "band", "cell"],
                name="search_by_cell",
                condition=Q(active=True),
            ),
            models.Index(fields=["owner", "-created_at", "-id"], name="search_by_owner"),
        ]

    def __str__(self) -> str:
        return self.words or str(self.food or self.category or self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("matching:search_edit", args=[self.pk])

    @property
    def point(self) -> Point:
        """What distances are taken from."""
        return cells.centre(self.cell)

    def take_cell(self, cell: str, radius_km: int) -> None:
        """Look around there, so far; the caller saves."""
        self.cell, self.radius_km = cell, radius_km
        self.band = band_of(self.point, radius_km)
        self.location = cells.mercator(self.point)


class Alert(models.Model):
    """That somebody is told of a post, once, at their turn; and if not, why not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post_type = models.CharField(_("what it is about"), max_length=8, choices=PostKind)
    post_id = models.UUIDField(_("post"))
    recipient = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="alerts"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="+", null=True, db_index=False
    )
    reason = models.CharField(_("because of"), max_length=8, choices=AlertReason)
    search = models.ForeignKey(
        SavedSearch, on_delete=models.SET_NULL, related_name="alerts", null=True
    )
    request_id = models.UUIDField(_("request"), null=True)
    place = models.PositiveSmallIntegerField(_("turn"))
    received_grams = models.BigIntegerField(_("grams received lately"))
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(
        _("state"), max_length=8, choices=AlertState, default=AlertState.WAITING
    )
    sent_at = models.DateTimeField(_("told at"), null=True)
    created_at = models.DateTimeField(_("found at"), default=clock.now)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["post_type", "post_id", "recipient"], name="alert_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AlertState.values), name="alert_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=AlertState.SENT, sent_at__isnull=False)
                | (~Q(state=AlertState.SENT) & Q(sent_at=None)),
                name="alert_sent_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "place"],
                name="alert_due",
                condition=Q(state=AlertState.WAITING),
            ),
            models.Index(
                fields=["recipient", "sent_at"],
                name="alert_sent_to",
                condition=Q(state=AlertState.SENT),
            ),
            models.Index(fields=["created_at"], name="alert_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.post_type} {self.post_id} → {self.recipient_id}"

    @property
    def to(self) -> UUID:
        """The pseudonym that is told: of the person, or of the organization that asked."""
        return self.organization.pseudonym if self.organization else self.recipient.pseudonym


class OfferToOrganization(models.Model):
    """That an organization was told of food that nobody had asked for yet."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="offers")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(_("told at"), default=clock.now)

    class Meta:
        verbose_name = _("offer to an organization")
        verbose_name_plural = _("offers to organizations")
        constraints = [
            models.UniqueConstraint(fields=["listing", "organization"], name="offered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} → {self.organization}"
