"""One page with a form in the admin: everything readable, one service behind the button."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from core.forms import RefusableForm, saved


def show_page(
    admin: ModelAdmin[Any],
    request: HttpRequest,
    template: str,
    *,
    row: Any,
    form: RefusableForm,
    verb: Callable[[], Any],
    done: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show a row and its form; do what was sent.

    Args:
        admin: of the row.
        template: of the page.
        row: what it is about.
        form: bound when something was sent.
        verb: the service; what it makes is never empty.
        done: what is said after it.
        context: what the template shows besides.

    Raises:
        PermissionDenied: they may not look at it.
    """
    if not admin.has_view_permission(request, row):
        raise PermissionDenied
    if saved(request, form, verb):
        messages.success(request, done)
        return HttpResponseRedirect(request.path)
    everything = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": str(row),
        "form": form,
        **context,
    }
    return TemplateResponse(request, template, everything, status=422 if form.errors else 200)
