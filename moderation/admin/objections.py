from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.views.asking import viewer
from core.admin_pages import ReadOnlyAdmin
from core.forms import sent
from moderation import services
from moderation.admin.context import trail_of
from moderation.admin.pages import show_page
from moderation.forms import AnswerForm
from moderation.models import Decision, Objection


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin[Objection]):
    """Those without an answer first, the oldest first."""

    list_display = ("__str__", "person", "created_at", "outcome", "answered_by")
    list_filter = (("answered_at", admin.EmptyFieldListFilter), "outcome")
    list_select_related = ("decision", "person", "answered_by")
    search_fields = ("=id", "=decision__id", "person__display_name", "person__email")
    ordering = ("outcome", "created_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Objection]:
        return Objection.objects.select_related("decision__by", "decision__person", "person")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The decision, what is said against it, and the form to answer."""
        objection = self.get_object(request, object_id)
        if objection is None:
            raise Http404
        by, form = viewer(request), AnswerForm(sent(request))
        reports = list(objection.decision.reports.all())
        return show_page(
            self,
            request,
            "moderation/admin/objection.html",
            row=objection,
            form=form,
            verb=lambda: services.answer_objection(objection=objection, by=by, **form.cleaned_data),
            done=str(_("Answered. The person is told.")),
            context={
                "objection": objection,
                "decision": objection.decision,
                "reports": reports,
                "may_act": not objection.outcome,
                "act_title": _("Answer"),
                "act_label": _("Answer and tell them"),
                "trail": trail_of(reports[0]) if reports else [],
            },
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("moderation.change_report")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin[Decision]):
    list_display = ("__str__", "person", "organization", "reason", "by", "until", "ended_at")
    list_filter = ("action", "reason", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "organization", "by")
    search_fields = ("=id", "=subject_id", "person__display_name", "person__email")
    ordering = ("-at", "-pk")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("moderation.change_report")
