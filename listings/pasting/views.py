from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.acting import acting_for
from accounts.views.asking import person
from core.errors import Refused
from core.forms import FORM_METHODS, sent, show_form
from listings import services
from listings.models import Listing
from listings.pasting.forms import PasteForm

SHARE = "share"


@login_required
@require_http_methods(FORM_METHODS)
def paste(request: HttpRequest) -> HttpResponse:
    """Paste a table, look at what it means, then share all of it or nothing."""
    by = person(request)
    form = PasteForm(sent(request), by=by, acting=acting_for(request))
    if request.method == "POST" and form.is_clear and SHARE in request.POST:
        try:
            made: list[Listing] = services.create_several(by=by, drafts=form.drafts())
        except Refused as refused:
            form.apply(refused)
        else:
            said = ngettext(
                "%(count)d listing is shared.", "%(count)d listings are shared.", len(made)
            )
            messages.success(request, said % {"count": len(made)})
            return redirect("listings:mine")
    is_wrong = bool(form.errors) or any(line.errors for line in form.lines)
    context = {"is_clear": bool(form.lines) and not is_wrong}
    response = show_form(request, "listings/paste.html", form, **context)
    if is_wrong:
        response.status_code = 422
    return response
