"""Food offered: what, how much, until when, and roughly where."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as immediate
from django.utils.translation import gettext_lazy as _

from catalog.enums import Allergen, Diet, Storage
from catalog.models import Food
from core import clock
from core.errors import Invalid
from listings.enums import LIVE, OTHER_TEXTS, OWNER_TEXTS, TRANSITIONS, ListingState
from listings.querysets import ListingQuerySet
from posts.indexes import nearest_index
from posts.models import Post


class Listing(Post):
    subject_type: ClassVar[str] = "listing"
    OPEN: ClassVar[str] = ListingState.ACTIVE
    COVERED: ClassVar[str] = ListingState.RESERVED
    DONE: ClassVar[str] = ListingState.COMPLETED
    EXPIRED: ClassVar[str] = ListingState.EXPIRED
    WITHDRAWN: ClassVar[str] = ListingState.WITHDRAWN
    TRANSITIONS: ClassVar[Mapping[str, Sequence[str]]] = TRANSITIONS
    OWNER_TEXTS: ClassVar[Mapping[str, Any]] = OWNER_TEXTS
    OTHER_TEXTS: ClassVar[Mapping[str, Any]] = OTHER_TEXTS
    END: ClassVar[str] = "available_until"
    CORRECTION: ClassVar[str] = "offered_delta"

    food = models.ForeignKey(
        Food, verbose_name=_("food"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    available_from = models.DateTimeField(_("available from"))
    available_until = models.DateTimeField(_("available until"))
    best_before = models.DateField(_("best before"), null=True, blank=True)
    use_by = models.DateField(_("use by"), null=True, blank=True)
    storage = models.CharField(_("storage"), max_length=12, choices=Storage)
    allergens = ArrayField(
        models.CharField(max_length=16, choices=Allergen),
        verbose_name=_("allergens"),
        default=list,
        blank=True,
    )
    diets = ArrayField(
        models.CharField(max_length=16, choices=Diet),
        verbose_name=_("suits"),
        default=list,
        blank=True,
    )
    pickup_note = models.TextField(_("pick-up note"), max_length=1000, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ListingState, default=ListingState.ACTIVE
    )

    objects = ListingQuerySet.as_manager()

    class Meta(Post.Meta):
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            *Post.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=ListingState.values), name="listing_state_known"
            ),
            models.CheckConstraint(
                condition=Q(available_until__gt=F("available_from")), name="listing_ends_later"
            ),
        ]
        indexes = [
            models.Index(
                fields=["geohash", "-created_at"],
                name="listing_by_cell",
                condition=Q(state=ListingState.ACTIVE),
            ),
            nearest_index("listing_nearest", Q(state=ListingState.ACTIVE)),
            models.Index(
                fields=["-created_at", "-id"],
                name="listing_newest",
                condition=Q(state__in=LIVE),
            ),
            models.Index(fields=["owner", "-created_at", "-id"], name="listing_by_owner"),
            models.Index(
                fields=["organization", "-created_at", "-id"],
                name="listing_by_organization",
                condition=Q(organization__isnull=False),
            ),
            models.Index(
                fields=["available_until"],
                name="listing_by_end",
                condition=Q(state=ListingState.ACTIVE),
            ),
            models.Index(
                fields=["use_by"],
                name="listing_by_use_by",
                condition=Q(state=ListingState.ACTIVE, use_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.subject_name

    def get_absolute_url(self) -> str:
        return reverse("listings:detail", args=[self.pk])

    def check_times(self) -> None:
        if self.available_until <= self.available_from:
            late = immediate("This must be later than when it becomes available.")
            raise Invalid(available_until=late)
        if self.available_until <= clock.now():
            raise Invalid(available_until=immediate("This is in the past."))
        if self.use_by is not None and self.use_by < clock.today():
            raise Invalid(use_by=immediate("Food past its use-by date cannot be shared."))

    def facts_of_expiry(self) -> dict[str, Any]:
        return {"lost": self.free_grams, **self._on_its_day()}

    def facts_of_revival(self) -> dict[str, Any]:
        return {"lost_delta": -self.free_grams, **self._on_its_day()}

    def facts_of_return(self, grams: int) -> dict[str, Any]:
        if self.state == ListingState.EXPIRED:
            return {"lost_delta": grams, **self._on_its_day()}
        return {"offered_delta": -grams}

    def _on_its_day(self) -> dict[str, str]:
        return {"lost_on": self.expired_on.isoformat()} if self.expired_on else {}
