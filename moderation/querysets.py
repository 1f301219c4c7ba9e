from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from moderation.enums import AGAINST, SAFETY, Action
from posts.querysets import organizations_acted_for

if TYPE_CHECKING:
    from moderation.models import Decision, Report  # noqa: F401


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        """Nobody has decided yet."""
        return self.filter(decided_at=None)

    def decided(self) -> Self:
        return self.exclude(decided_at=None)

    def about(self, subject_type: str, subject_id: object) -> Self:
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def of(self, user: User | AnonymousUser) -> Self:
        """Those the person made."""
        return self.filter(reporter=user.pk) if user.is_authenticated else self.none()

    def with_weight(self) -> Self:
        """Adds `weight`: how many people say something about the same subject and wait for an
        answer, and `is_safety`: whether it is about someone's safety."""
        same = (
            self.model._default_manager.filter(
                subject_type=OuterRef("subject_type"),
                subject_id=OuterRef("subject_id"),
                decided_at=None,
            )
            .order_by()
            .values("subject_id")
            .annotate(number=Count("pk"))
            .values("number")
        )
        safety = Case(When(reason__in=SAFETY, then=Value(True)), default=Value(False))
        return self.annotate(weight=Coalesce(Subquery(same), 0), is_safety=safety)

    def most_urgent_first(self) -> Self:
        """Of those `with_weight`: the undecided, safety, many voices, then the oldest."""
        decided = Case(When(decided_at=None, then=Value(False)), default=Value(True))
        return self.annotate(is_decided=decided).order_by(
            "is_decided", "-is_safety", "-weight", "created_at", "pk"
        )


class DecisionQuerySet(models.QuerySet["Decision"]):
    def told_to(self, user: User | AnonymousUser) -> Self:
        """Those the person, or an organization they act for, was told of."""
        if not isinstance(user, User):
            return self.none()
        acted_for = list(organizations_acted_for(user).values_list("pk", flat=True))
        own = Q(organization=None, person=user) | Q(organization__in=acted_for)
        return self.filter(own).exclude(action=Action.DISMISS)

    def about(self, subject_type: str, subject_id: object) -> Self:
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def in_force(self) -> Self:
        """Whose effect has neither run out nor been taken back."""
        return self.filter(action__in=AGAINST, ended_at=None)

    def holding(self, subject_type: str, subject_id: object) -> Self:
        """In force, and the reason why something is hidden."""
        return self.in_force().filter(hidden__contains=[[str(subject_type), str(subject_id)]])
