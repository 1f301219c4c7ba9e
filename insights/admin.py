from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin_pages import ReadOnlyAdmin
from core.errors import Refused
from insights import services
from insights.models import Aggregate, DayBucket, Explanation, InsightSignal, Retraction
from insights.permissions import can_retract


@admin.register(Aggregate)
class AggregateAdmin(ReadOnlyAdmin[Aggregate]):
    list_display = (
        "cell",
        "category",
        "window_days",
        "as_of",
        "listings",
        "requests",
        "commitments",
        "offered_g",
        "requested_g",
        "committed_g",
        "participants",
        "shown",
    )
    list_filter = ("window_days", "shown")
    search_fields = ("cell__startswith", "=category")
    ordering = ("category", "cell", "window_days")


@admin.register(DayBucket)
class DayBucketAdmin(ReadOnlyAdmin[DayBucket]):
    list_display = ("cell", "category", "day", "listings", "requests", "commitments", "computed_at")
    search_fields = ("cell__startswith", "=category", "=day")
    ordering = ("cell", "category", "day")


@admin.register(InsightSignal)
class InsightSignalAdmin(ReadOnlyAdmin[InsightSignal]):
    list_display = (
        "kind",
        "category",
        "cell",
        "severity",
        "confidence",
        "first_seen",
        "closed_at",
        "expires_at",
    )
    list_filter = ("kind", "severity", ("closed_at", admin.EmptyFieldListFilter))
    search_fields = ("=id", "cell__startswith", "=category")
    ordering = ("-first_seen",)


class ReasonForm(ActionForm):
    reason = forms.CharField(
        label=_("Reason, shown to everyone"), required=False, max_length=300, label_suffix=""
    )


@admin.register(Explanation)
class ExplanationAdmin(ReadOnlyAdmin[Explanation]):
    """The whole trace of a text: inputs, prompt version, model, checks, tokens, retraction."""

    list_display = (
        "signal",
        "language",
        "source",
        "state",
        "reason",
        "model",
        "prompt_version",
        "tokens_in",
        "tokens_out",
        "created_at",
        "expires_at",
        "taken_back",
    )
    list_filter = ("source", "state", "language")
    list_select_related = ("signal", "retraction")
    search_fields = ("=id", "=signal__id", "signal__cell__startswith", "=signal__category")
    ordering = ("-created_at",)
    actions = ("retract",)
    action_form = ReasonForm

    @admin.display(description=_("taken back"))
    def taken_back(self, explanation: Explanation) -> str:
        retraction: Retraction | None = getattr(explanation, "retraction", None)
        return retraction.reason if retraction else ""

    @admin.action(description=_("Take back, with a reason"), permissions=["retract"])
    def retract(self, request: HttpRequest, queryset: QuerySet[Explanation]) -> None:
        by: Any = request.user
        try:
            for explanation in queryset:
                services.retract(
                    explanation=explanation, by=by, reason=request.POST.get("reason", "")
                )
        except Refused as refusal:
            first = next((text for texts in refusal.details.values() for text in texts), refusal)
            self.message_user(request, str(first), messages.ERROR)
            return
        count = len(queryset)
        message = ngettext("%d explanation taken back.", "%d explanations taken back.", count)
        self.message_user(request, message % count, messages.SUCCESS)

    def has_retract_permission(self, request: HttpRequest) -> bool:
        by: Any = request.user
        return can_retract(by)


@admin.register(Retraction)
class RetractionAdmin(ReadOnlyAdmin[Retraction]):
    list_display = ("explanation", "reason", "by", "at")
    list_select_related = ("explanation",)
    search_fields = ("=explanation__id", "reason")
    ordering = ("-at",)
