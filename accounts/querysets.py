from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Least, Length

from accounts.enums import ClientState, Role
from core import clock
from core.geo import cells
from core.geo.cells import Point
from core.geo.fields import MercatorPointField

if TYPE_CHECKING:
    from accounts.models import (  # noqa: F401
        ApiClient,
        Block,
        Community,
        Invitation,
        Membership,
        Organization,
        User,
    )

ACTING = (Role.OWNER, Role.COORDINATOR)
STALE_AFTER = timedelta(days=365)

MEMBERS_ORDER = ("rank", "member_name", "id")
"""Of `in_reading_order`."""


class _MercatorDistance(models.Func):
    arg_joiner = " <-> "
    template = "(%(expressions)s)"
    output_field = models.FloatField()

    def __init__(self, column: str, there: tuple[float, float], **extra: Any) -> None:
        super().__init__(models.F(column), models.Value(there, MercatorPointField()), **extra)


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def people(self) -> Self:
        """Without programs of organizations."""
        return self.filter(speaks_for=None)

    def with_email(self, email: str) -> Self:
        return self.filter(email=email.strip().lower())


class UserManager(BaseUserManager["User"]):
    """Accounts by e-mail address; addresses are kept in lower case."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def people(self) -> UserQuerySet:
        return self.get_queryset().people()

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def with_email(self, email: str) -> UserQuerySet:
        return self.get_queryset().with_email(email)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def of(self, user: User | AnonymousUser) -> Self:
        """Those the user belongs to, in any role."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user)

    def acted_for_by(self, user: User) -> Self:
        """Those in whose name the user may act: its owners and coordinators, and its programs."""
        return self.filter(memberships__user=user, memberships__role__in=ACTING)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Verified within a year, or one's own: a stale place sends people to a closed door.
        What a moderator has hidden is for its members alone."""
        recent = models.Q(last_verified__gt=clock.now() - STALE_AFTER, hidden_at=None)
        if not user.is_authenticated:
            return self.filter(recent)
        own = models.Q(pk__in=type(self)(self.model).of(user).values("pk"))
        return self.filter(recent | own)

    def not_verified_since(self, age: timedelta) -> Self:
        """Not yet hidden for it, and last verified longer than `age` ago."""
        now = clock.now()
        return self.filter(last_verified__lte=now - age, last_verified__gt=now - STALE_AFTER)

    def lapsing(self, since: datetime, until: datetime) -> Self:
        """Hidden since then, for not having been verified for so long."""
        verified = (since - STALE_AFTER, until - STALE_AFTER)
        return self.filter(last_verified__gt=verified[0], last_verified__lte=verified[1])

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def named(self, text: str) -> Self:
        return self.filter(name__icontains=text)

    def with_metres_from(self, point: Point) -> Self:
        """Adds `metres`: from the centre of the public cell, on the Mercator map, to `point`.

        Good for order, not for telling a distance; the shorter way round the earth counts.
        """
        x, y = cells.mercator(point)
        turns = [(x + turn * cells.WORLD_WIDTH_M, y) for turn in (-1, 0, 1)]
        return self.annotate(
            metres=Least(*(_MercatorDistance("location", there) for there in turns))
        )

    def nearest_first(self) -> Self:
        """Of those `with_metres_from` a place."""
        return self.order_by("metres", "id")

    def with_role_of(self, user: User | AnonymousUser) -> Self:
        """Adds `my_role`: of the user in it, or null."""
        mine = models.Q(memberships__user=user.pk)
        return self.annotate(
            _mine=models.FilteredRelation("memberships", condition=mine),
            my_role=models.F("_mine__role"),
        )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def owners(self) -> Self:
        return self.filter(role=Role.OWNER)

    def in_reading_order(self) -> Self:
        """Owners first, then coordinators, then members; by name within each."""
        rank = models.Case(
            *(models.When(role=role, then=place) for place, role in enumerate(Role)),
            output_field=models.SmallIntegerField(),
        )
        ranked = self.annotate(rank=rank, member_name=models.F("user__display_name"))
        return ranked.select_related("user").order_by(*MEMBERS_ORDER)


class BlockQuerySet(models.QuerySet["Block"]):
    def between(self, one: User, other: User) -> Self:
        """Whoever of the two made it."""
        return self.filter(
            models.Q(blocker=one, blocked=other) | models.Q(blocker=other, blocked=one)
        )

    def partners_of(self, user: User | AnonymousUser) -> models.QuerySet[Any, UUID]:
        """The ids of all whom the person has blocked, or who have blocked them: a subquery for
        `exclude(owner__in=…)`."""
        if not user.is_authenticated:
            return self.none().values_list("blocked_id", flat=True)
        made = self.filter(blocker=user).values_list("blocked_id", flat=True)
        met = self.filter(blocked=user).values_list("blocker_id", flat=True)
        return made.union(met, all=True)


class CommunityQuerySet(models.QuerySet["Community"]):
    def of(self, cell: str) -> Community:
        """The one that speaks for a cell; unsaved, with the usual values, where none does."""
        starts = [cell[:length] for length in range(min(len(cell), 5) + 1)]
        found = self.filter(cell__in=starts).order_by(Length("cell").desc()).first()
        return found or self.model()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Those by which somebody can still join."""
        return self.filter(
            revoked_at=None, expires_at__gt=clock.now(), uses__lt=models.F("most_uses")
        )


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    def managed_by(self, user: User) -> Self:
        """Of the organizations that they act for."""
        return self.filter(
            organization__memberships__user=user, organization__memberships__role__in=ACTING
        )

    def standing(self) -> Self:
        """Neither refused nor switched off: what counts towards an organization's limit."""
        return self.filter(state__in=[ClientState.PENDING, ClientState.APPROVED])

    def let_in(self) -> Self:
        """In use, with an account that is not closed; whether it is suspended, it says itself."""
        return self.filter(state=ClientState.APPROVED, account__is_active=True).select_related(
            "account__speaks_for", "organization"
        )

    def waiting(self) -> Self:
        """An operator has something to decide: a new one, or one that asks for more."""
        asks_for_more = models.Q(state=ClientState.APPROVED) & ~models.Q(
            asked_scopes__contained_by=models.F("granted_scopes")
        )
        return self.filter(models.Q(state=ClientState.PENDING) | asks_for_more)
