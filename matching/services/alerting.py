"""Who is to be told of a new post, and when: those who received little lately first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Block, Community, Organization, User
from accounts.permissions import ACTING_ROLES
from core import clock
from core.geo import cells
from listings.models import Listing
from matching.enums import TELLING, AlertReason, AlertState, Closeness
from matching.finding import candidates
from matching.finding.rule import is_open, judge
from matching.models import Alert, SavedSearch
from matching.services.fairness import are_first, with_received
from posts.models import Post


@dataclass(frozen=True, kw_only=True)
class Wanting:
    """Somebody who would want to hear of a post, and why."""

    recipient_id: UUID
    organization: Organization | None
    reason: AlertReason
    received: int
    since: Any
    search_id: UUID | None = None
    request_id: UUID | None = None

    @property
    def turn(self) -> tuple[Any, ...]:
        """Who received least first; then who has waited longest. Of one person's reasons, an
        open request before a saved search."""
        return self.received, self.since, self.reason != AlertReason.MATCH, str(self.recipient_id)


@transaction.atomic
def find_recipients(*, post: Post) -> int:
    """Note who is told of an open post, at most `ALERTS_A_POST` people, each once ever.

    Args:
        post: read `with_party`; nobody is told of one that is hidden or over.

    Returns:
        How many were added. Called again, it adds only who was not there before.
    """
    if not is_open(post):
        return 0
    wanting = _once_a_person([*_by_request(post), *_by_search(post)])
    told = sorted(wanting, key=lambda one: one.turn)[: settings.ALERTS_A_POST]
    before = Alert.objects.about(post).count()
    Alert.objects.bulk_create(_alerts(post, told), ignore_conflicts=True)
    return Alert.objects.about(post).count() - before


def wake_withheld(*, post: Post) -> int:
    """Let those be told after all for whom a post came back: it was closed when their turn came.

    Returns:
        How many wait again.
    """
    if not is_open(post):
        return 0
    withheld = Alert.objects.about(post).filter(state=AlertState.CLOSED)
    return withheld.update(state=AlertState.WAITING, due_at=clock.now())


def _alerts(post: Post, told: list[Wanting]) -> list[Alert]:
    """In their turn; who is not among the first waits for the head start to pass."""
    now = clock.now()
    later = now + _head_start(post)
    first = are_first([one.received for one in told])
    return [
        Alert(
            post_type=post.subject_type,
            post_id=post.pk,
            recipient_id=one.recipient_id,
            organization=one.organization,
            reason=one.reason,
            search_id=one.search_id,
            request_id=one.request_id,
            place=place,
            received_grams=one.received,
            due_at=now if is_first else later,
            created_at=now,
        )
        for place, (one, is_first) in enumerate(zip(told, first, strict=True))
    ]


def _head_start(post: Post) -> timedelta:
    """As the community around it has agreed; of a need nobody is told first: it gives nothing."""
    if not isinstance(post, Listing):
        return timedelta(0)
    return timedelta(minutes=Community.objects.of(post.geohash).head_start_minutes)


def _by_request(post: Post) -> list[Wanting]:
    """Whose open request a listing could answer."""
    if not isinstance(post, Listing):
        return []
    namesakes = candidates.namesakes_of(post.food)
    rows = _of_others(candidates.requests_for(post, namesakes), post)
    rows = rows.exclude(closeness=Closeness.SAME_CATEGORY)
    found = []
    for request in _little_received_first(rows):
        match = judge(post, request, namesakes=namesakes)
        if match is not None and match.closeness in TELLING:
            why = {"reason": AlertReason.MATCH, "request_id": request.pk}
            found.append(_wanting(request, **why))
    return found


def _by_search(post: Post) -> list[Wanting]:
    """Who saved a search that finds it."""
    there = cells.centre(post.cell)
    rows = SavedSearch.objects.for_post(post).within_reach(post).wanting(post)
    return [
        _wanting(search, reason=AlertReason.SEARCH, search_id=search.pk)
        for search in _little_received_first(_of_others(rows, post))
        if cells.distance_km(search.point, there) <= search.radius_km
    ]


def _wanting(row: Any, **why: Any) -> Wanting:
    return Wanting(
        recipient_id=row.owner_id,
        organization=row.organization,
        received=row.received,
        since=row.created_at,
        **why,
    )


def _little_received_first(rows: QuerySet[Any]) -> list[Any]:
    ranked = with_received(rows).select_related("owner", "organization")
    return list(ranked.order_by("received", "created_at", "id")[: settings.ALERTS_A_POST])


def _of_others(rows: Any, post: Post) -> Any:
    """Without those the post speaks for, who are gone, or have a block with its owner."""
    rows = rows.filter(owner__is_active=True)
    if post.organization_id is not None:
        own = User.objects.active().filter(
            memberships__organization=post.organization_id, memberships__role__in=ACTING_ROLES
        )
        return rows.exclude(owner__in=own.values("pk"))
    blocked = Block.objects.partners_of(post.owner)
    return rows.exclude(owner=post.owner_id).exclude(owner__in=blocked)


def _once_a_person(wanting: Iterable[Wanting]) -> list[Wanting]:
    best: dict[UUID, Wanting] = {}
    for one in sorted(wanting, key=lambda one: (one.reason != AlertReason.MATCH, one.turn)):
        best.setdefault(one.recipient_id, one)
    return list(best.values())
