from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.admin_pages import M, ReadOnlyAdmin
from core.errors import Refused
from insights import services
from insights.admin_trace import texts_of, today
from insights.models import (
    Aggregate,
    DayBucket,
    Explanation,
    InsightSignal,
    ModelCall,
    Retraction,
)
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


class WithToday(ReadOnlyAdmin[M]):
    """Says above its list what today's calls of a model have taken."""

    change_list_template = "admin/insights/with_today.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"today": today(), **(extra_context or {})})


@admin.register(InsightSignal)
class InsightSignalAdmin(WithToday[InsightSignal]):
    """With the whole trace of its texts, from which each can be taken back."""

    change_form_template = "admin/insights/signal_trace.html"
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

    def get_urls(self) -> list[URLPattern]:
        retract = self.admin_site.admin_view(self.retract_view)
        own = path("<uuid:signal_id>/retract/", retract, name="insights_insightsignal_retract")
        return [own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        signal = self.get_object(request, object_id)
        by: Any = request.user
        trace = {
            "texts": texts_of(signal) if signal else [],
            "supersedes": list(signal.supersedes.all()) if signal else [],
            "may_retract": can_retract(by),
            "today": today(),
        }
        return super().change_view(request, object_id, form_url, {**trace, **(extra_context or {})})

    @method_decorator(require_POST)
    def retract_view(self, request: HttpRequest, signal_id: UUID) -> HttpResponse:
        """Take one text of the signal back, with a reason."""
        by: Any = request.user
        if not can_retract(by):
            raise PermissionDenied
        try:
            pk = UUID(request.POST.get("explanation", ""))
        except ValueError as error:
            raise Http404 from error
        explanation = get_object_or_404(Explanation, pk=pk, signal=signal_id)
        try:
            services.retract(explanation=explanation, by=by, reason=request.POST.get("reason", ""))
        except Refused as refusal:
            self.message_user(request, _first_text(refusal), messages.ERROR)
        else:
            self.message_user(request, _("Explanation taken back."), messages.SUCCESS)
        return redirect("admin:insights_insightsignal_change", signal_id)


class ReasonForm(ActionForm):
    reason = forms.CharField(
        label=_("Reason, shown to everyone"), required=False, max_length=300, label_suffix=""
    )


def _first_text(refusal: Refused) -> str:
    return str(next((text for texts in refusal.details.values() for text in texts), refusal))


@admin.register(Explanation)
class ExplanationAdmin(WithToday[Explanation]):
    """The whole trace of a text: inputs, prompt version, model, checks, tokens, retraction."""

    list_display = (
        "signal",
        "context",
        "language",
        "source",
        "state",
        "reason",
        "model",
        "prompt_version",
        "tokens_in",
        "tokens_out",
        "cost_micros",
        "created_at",
        "expires_at",
        "taken_back",
    )
    list_filter = ("source", "state", "context", "language")
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
            self.message_user(request, _first_text(refusal), messages.ERROR)
            return
        count = len(queryset)
        message = ngettext("%d explanation taken back.", "%d explanations taken back.", count)
        self.message_user(request, message % count, messages.SUCCESS)

    def has_retract_permission(self, request: HttpRequest) -> bool:
        by: Any = request.user
        return can_retract(by)


@admin.register(ModelCall)
class ModelCallAdmin(WithToday[ModelCall]):
    """Every request to a model, whatever came of it."""

    list_display = (
        "asked_at",
        "outcome",
        "error",
        "model",
        "milliseconds",
        "tokens_in",
        "tokens_out",
        "cost_micros",
    )
    list_filter = ("outcome", "model")
    search_fields = ("=id", "=explanation__id", "=explanation__signal__id", "error")
    ordering = ("-asked_at",)


@admin.register(Retraction)
class RetractionAdmin(ReadOnlyAdmin[Retraction]):
    list_display = ("explanation", "reason", "by", "at")
    list_select_related = ("explanation",)
    search_fields = ("=explanation__id", "reason")
    ordering = ("-at",)
