from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.views.asking import viewer
from core.admin_pages import ReadOnlyAdmin
from core.forms import sent
from moderation import services
from moderation.admin.context import of_report
from moderation.admin.pages import show_page
from moderation.enums import SAFETY
from moderation.forms import DecisionForm
from moderation.models import Report
from moderation.permissions import can_decide_about


class SafetyFilter(admin.SimpleListFilter):
    title = _("safety")
    parameter_name = "safety"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("About somebody's safety"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        return queryset.filter(reason__in=SAFETY) if self.value() == "yes" else queryset


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin[Report]):
    """The most urgent first: undecided, safety, what several people report, then the oldest."""

    list_display = (
        "__str__",
        "title",
        "person",
        "is_safety",
        "weight",
        "created_at",
        "decision",
    )
    list_filter = (
        ("decided_at", admin.EmptyFieldListFilter),
        SafetyFilter,
        "subject_type",
        "reason",
    )
    list_select_related = ("person", "decision")
    search_fields = ("=id", "=subject_id", "person__display_name", "person__email", "note")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return Report.objects.with_weight().most_urgent_first()

    @admin.display(description=_("safety"), boolean=True)
    def is_safety(self, report: Any) -> bool:
        return bool(report.is_safety)

    @admin.display(description=_("waiting voices"))
    def weight(self, report: Any) -> int:
        return int(report.weight)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The report with its context, and the form to decide."""
        report = self.get_object(request, object_id)
        if report is None:
            raise Http404
        by = viewer(request)
        form = DecisionForm(sent(request), report=report)
        may = can_decide_about(by, report.person, report.organization)
        return show_page(
            self,
            request,
            "moderation/admin/report.html",
            row=report,
            form=form,
            verb=lambda: services.decide(report=report, by=by, **form.cleaned_data),
            done=str(_("Decided. Those it is about and who reported it are told.")),
            context={
                **of_report(report),
                "may_act": may,
                "act_title": _("Decide"),
                "act_label": _("Decide and tell them"),
            },
        )
