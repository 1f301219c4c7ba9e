"""Food offered: what, how much, until when, and roughly where."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as immediate
from django.utils.translation import gettext_lazy as _

from catalog.enums import Allergen, Diet, Storage
from catalog.models import Food
from core import clock
from core.errors import Invalid
from listings.enums import LIVE, OTHER_TEXTS, OWNER_TEXTS, TRANSITIONS, UNTIL_GONE, ListingState
from listings.querysets import ListingQuerySet
from photos.models import Photo
from posts.evenings import LAST_MINUTE, at
from posts.indexes import nearest_index
from posts.models import Post

__all__ = ["UNTIL_GONE", "Listing"]
AHEAD = timedelta(days=7)


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
    # The end of the use-by day in the owner's time zone: what is eaten is local, what is
    # compared is a moment.
    edible_until = models.DateTimeField(_("edible until"), null=True, blank=True, editable=False)
    home_cooked = models.BooleanField(_("home-cooked"), default=False)
    ingredients = models.TextField(_("ingredients"), max_length=1000, blank=True)
    # When the owner of what has no end last said that there is some.
    still_there_at = models.DateTimeField(
        _("still there at"), null=True, blank=True, editable=False
    )
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

    shown_photos: list[Photo] | None = None  # by listings.photos.attach

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
                fields=["edible_until"],
                name="listing_by_use_by",
                condition=Q(state=ListingState.ACTIVE, edible_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.subject_name

    def get_absolute_url(self) -> str:
        return reverse("listings:detail", args=[self.pk])

    @property
    def is_until_gone(self) -> bool:
        return self.available_until == UNTIL_GONE

    @property
    def closes(self) -> datetime:
        """Its end, that of its use-by day, or for what has neither, that of the day in a week."""
        end = self.available_until
        if self.is_until_gone:
            end = at(timezone.localdate(clock.now()) + AHEAD, LAST_MINUTE)
        return min(end, self.edible_until) if self.edible_until else end

    @property
    def is_past_use_by(self) -> bool:
        return self.edible_until is not None and self.edible_until <= clock.now()

    @property
    def is_past_best_before(self) -> bool:
        """By the day in UTC: it is about quality, and an hour more or less changes none."""
        return self.best_before is not None and self.best_before < clock.today()

    def check_times(self) -> None:
        if self.available_until <= self.available_from:
            late = immediate("This must be later than when it becomes available.")
            raise Invalid(available_until=late)
        super().check_times()
        if self.is_past_use_by:
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
