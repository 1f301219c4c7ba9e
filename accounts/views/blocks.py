"""With whom one wants to have nothing to do: the list, blocking and unblocking."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Block
from accounts.services import blocking
from accounts.views.asking import person
from core.forms import FORM_METHODS
from core.paging import turned_page

ROWS_A_PAGE = 30


@login_required
@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    """Whom one has blocked; who has blocked oneself is nobody's to know."""
    made = Block.objects.filter(blocker=person(request)).select_related("blocked")
    rows, more_url = turned_page(request, made, order=("-created_at", "-id"), size=ROWS_A_PAGE)
    context = {"blocks": rows, "more_url": more_url}
    return render(request, "accounts/blocks.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def block(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask whether it is meant, then block somebody one has met."""
    by = person(request)
    other = blocking.known_to(by, person_id)
    if other is None:
        raise Http404
    if request.method == "POST":
        blocking.block(by=by, person=other)
        said = _(
            "Blocked. What you have agreed on stays: keep it, or cancel it under My exchanges."
        )
        messages.success(request, said)
        return redirect("accounts:blocks")
    return render(request, "accounts/blocks_new.html", {"other": other})


@login_required
@require_POST
def unblock(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take a block back. Harmless twice."""
    blocking.unblock(by=person(request), person_id=person_id)
    messages.success(request, _("Unblocked."))
    return redirect("accounts:blocks")
