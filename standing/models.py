"""What comes round every week: each occasion is a post of its own, and nobody's for ever."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from accounts.validators import validate_timezone
from catalog.enums import Allergen, Diet
from catalog.models import Category, Food
from catalog.units import Unit
from core import clock
from core.events.subjects import Subject
from posts.models import QuantityField
from standing.enums import DayOfWeek, Kind, OccasionState, StandingState
from standing.querysets import OccasionQuerySet, StandingQuerySet

LONGEST_DAYS = 6


class Standing(Subject):
    """A listing or a request that its owner posts every week, at the same local hours.

    A listing is available from `opens` on `weekday` until `closes`, `days_open` days later; a
    request is needed by `closes` of that day. Both are posted `days_ahead` days before.
    """

    subject_type: ClassVar[str] = "standing"

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    owner = models.ForeignKey(
        User, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    food = models.ForeignKey(
        Food, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    quantity = QuantityField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    title = models.CharField(_("title"), max_length=120, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    storage = models.CharField(max_length=12, blank=True)
    allergens = ArrayField(
        models.CharField(max_length=16, choices=Allergen), default=list, blank=True
    )
    diets = ArrayField(models.CharField(max_length=16, choices=Diet), default=list, blank=True)

    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=DayOfWeek)
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("until"))
    days_open = models.PositiveSmallIntegerField(
        _("days until it closes"), default=0, validators=[MaxValueValidator(LONGEST_DAYS)]
    )
    days_ahead = models.PositiveSmallIntegerField(
        _("days ahead"), default=2, validators=[MaxValueValidator(LONGEST_DAYS)]
    )
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_timezone])
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=StandingState, default=StandingState.RUNNING
    )
    paused_until = models.DateField(_("paused until"), null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing offer or request")
        verbose_name_plural = _("standing offers and requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=StandingState.values), name="standing_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.LISTING, opens__isnull=False, food__isnull=False)
                | Q(kind=Kind.REQUEST, opens__isnull=True),
                name="standing_is_one_kind",
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7), days_open__lte=6, days_ahead__lte=6),
                name="standing_within_a_week",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="standing_quantity_positive"),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="standing_by_owner"),
            models.Index(fields=["id"], name="standing_running", condition=Q(state="running")),
        ]

    def __str__(self) -> str:
        return self.title or self.subject_name

    def get_absolute_url(self) -> str:
        return reverse("standing:detail", args=[self.pk])

    @property
    def subject_name(self) -> str:
        return self.food.name if self.food else self.category.name

    @property
    def party(self) -> UUID:
        """The pseudonym that stands for its owner in events."""
        return self.organization.pseudonym if self.organization else self.owner.pseudonym

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def local_today(self) -> date:
        """The day where its owner is."""
        return clock.now().astimezone(self.zone).date()

    def post_id(self, day: date) -> UUID:
        """Of the post made for a day: always the same, so that it is made once."""
        return uuid5(self.pk, day.isoformat())

    def facts(self, **more: Any) -> dict[str, Any]:
        """The payload its events share."""
        return {
            "kind": self.kind,
            "food": self.food.slug if self.food else None,
            "category": self.category.slug,
            "participants": [str(self.party)],
            "state": self.state,
            **more,
        }


class Occasion(models.Model):
    """One day of a standing thing of which something is known: left out, posted or refused."""

    standing = models.ForeignKey(
        Standing, on_delete=models.CASCADE, related_name="occasions", db_index=False
    )
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=8, choices=OccasionState)
    refusal = models.CharField(_("why not"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("updated at"))

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        constraints = [
            models.UniqueConstraint(fields=["standing", "day"], name="occasion_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s for s in OccasionState.values if s != "ahead"]),
                name="occasion_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standing}, {self.day}"
