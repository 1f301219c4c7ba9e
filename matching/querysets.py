from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from accounts.models import User
from core import clock
from core.geo import cells
from matching.enums import AlertState
from matching.reach import BANDS, map_metres, metres_per_km
from posts.models import Post

if TYPE_CHECKING:
    from matching.models import Alert, SavedSearch  # noqa: F401

DAY = timedelta(hours=24)


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def of(self, user: User | AnonymousUser) -> Self:
        """A search is its owner's alone, whoever they act for."""
        return self.filter(owner=user) if isinstance(user, User) else self.none()

    def active(self) -> Self:
        return self.filter(active=True, owner__is_active=True)

    def for_post(self, post: Post) -> Self:
        """Those that look for such a thing around there: by ranges of cells, never by a scan."""
        wanted = self.active().filter(kind=post.subject_type)
        return wanted.filter(_reaches(post)).annotate(metres=map_metres(cells.centre(post.cell)))

    def within_reach(self, post: Post) -> Self:
        """Of those `for_post`, the near ones; a little generous, the great circle decides."""
        metres = ExpressionWrapper(
            F("radius_km") * Value(metres_per_km(cells.centre(post.cell))), models.FloatField()
        )
        return self.filter(metres__lte=metres)

    def wanting(self, post: Post) -> Self:
        """Those whose food, words, diets and allergens the post meets."""
        food = Q(food=None) | Q(food=post.food) if post.food else Q(food=None)
        told = getattr(post, "allergens", None)
        held = told if told is not None else (post.food.allergens if post.food else [])
        return (
            self.annotate(title=Value(getattr(post, "title", ""), models.CharField()))
            .filter(Q(category=None) | Q(category=post.category_id), food)
            .filter(_words_meet(post), diets__contained_by=list(post.diets))  # type: ignore[attr-defined]
            .exclude(exclude_allergens__overlap=list(held))
        )


class AlertQuerySet(models.QuerySet["Alert"]):
    def about(self, post: Post) -> Self:
        return self.filter(post_type=post.subject_type, post_id=post.pk)

    def due(self) -> Self:
        """Waiting no longer, in the order in which they are told."""
        now = clock.now()
        waiting = self.filter(state=AlertState.WAITING, due_at__lte=now)
        return waiting.order_by("due_at", "place", "id")

    def sent_today(self) -> Self:
        """Within the last 24 hours."""
        return self.filter(state=AlertState.SENT, sent_at__gt=clock.now() - DAY)


def _reaches(post: Post) -> Q:
    near = Q()
    for band in BANDS:
        ranges = Q()
        for cell in cells.around(cells.parent(post.geohash, band)):
            ranges |= Q(cell__gte=cell, cell__lt=cell + "~")
        near |= Q(ranges, band=band)
    return near


def _words_meet(post: Post) -> Q:
    said = Q(words="")
    if post.food:
        said |= Q(foods__contains=[post.food.pk])
    else:
        said |= Q(categories__contains=[post.category_id])
    titled = Q(title__icontains=F("words"))
    return said | titled if getattr(post, "title", "") else said
