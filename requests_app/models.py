"""Food needed: what, how much, by when, and roughly where."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.enums import Allergen, Diet
from catalog.models import Food
from posts.indexes import nearest_index
from posts.models import Post
from requests_app.enums import LIVE, OTHER_TEXTS, OWNER_TEXTS, TRANSITIONS, RequestState
from requests_app.querysets import FoodRequestQuerySet


class FoodRequest(Post):
    subject_type: ClassVar[str] = "request"
    OPEN: ClassVar[str] = RequestState.OPEN
    COVERED: ClassVar[str] = RequestState.ANSWERED
    DONE: ClassVar[str] = RequestState.FULFILLED
    EXPIRED: ClassVar[str] = RequestState.EXPIRED
    WITHDRAWN: ClassVar[str] = RequestState.WITHDRAWN
    TRANSITIONS: ClassVar[Mapping[str, Sequence[str]]] = TRANSITIONS
    OWNER_TEXTS: ClassVar[Mapping[str, Any]] = OWNER_TEXTS
    OTHER_TEXTS: ClassVar[Mapping[str, Any]] = OTHER_TEXTS
    END: ClassVar[str] = "needed_by"
    CORRECTION: ClassVar[str] = "requested_delta"

    food = models.ForeignKey(
        Food,
        verbose_name=_("food"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    needed_by = models.DateTimeField(_("needed by"))
    note = models.TextField(_("note"), max_length=1000, blank=True)
    diets = ArrayField(
        models.CharField(max_length=16, choices=Diet),
        verbose_name=_("must suit"),
        default=list,
        blank=True,
    )
    avoid_allergens = ArrayField(
        models.CharField(max_length=16, choices=Allergen),
        verbose_name=_("allergens to avoid"),
        default=list,
        blank=True,
    )
    state = models.CharField(
        _("state"), max_length=12, choices=RequestState, default=RequestState.OPEN
    )

    objects = FoodRequestQuerySet.as_manager()

    class Meta(Post.Meta):
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            *Post.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="request_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["geohash", "-created_at"],
                name="request_by_cell",
                condition=Q(state=RequestState.OPEN),
            ),
            nearest_index("request_nearest", Q(state=RequestState.OPEN)),
            models.Index(
                fields=["-created_at", "-id"],
                name="request_newest",
                condition=Q(state__in=LIVE),
            ),
            models.Index(fields=["owner", "-created_at", "-id"], name="request_by_owner"),
            models.Index(
                fields=["organization", "-created_at", "-id"],
                name="request_by_organization",
                condition=Q(organization__isnull=False),
            ),
            models.Index(
                fields=["needed_by"],
                name="request_by_end",
                condition=Q(state=RequestState.OPEN),
            ),
        ]

    def __str__(self) -> str:
        return self.subject_name

    def get_absolute_url(self) -> str:
        return reverse("requests:detail", args=[self.pk])

    def facts_of_return(self, grams: int) -> dict[str, Any]:
        """A withdrawn need is smaller by what nobody brings; one whose time is over was real."""
        return {"requested_delta": -grams} if self.state == RequestState.WITHDRAWN else {}
