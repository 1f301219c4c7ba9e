"""My data: download it, say what may be done with it, and leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import consents, exports, services
from accounts.enums import Purpose, SecurityEventKind
from accounts.forms import LeaveForm
from accounts.profiles import consent_lines
from accounts.receivers import note
from accounts.views.asking import person
from accounts.views.once_more import asks_once_more
from core.errors import Refused
from core.forms import FORM_METHODS, saved, sent, show_form
from core.http import empty_device


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is to download, and the way out."""
    return render(request, "accounts/data.html")


@login_required
@require_safe
@asks_once_more
def data_download(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every row that the site keeps about the person."""
    if form not in exports.FORMATS:
        raise Http404
    user = person(request)
    try:
        download = exports.export(user, form)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("accounts:data")
    note(user, SecurityEventKind.DATA_EXPORTED, request)
    return download


@login_required
@require_http_methods(FORM_METHODS)
@asks_once_more
def leave(request: HttpRequest) -> HttpResponseBase:
    """Delete the account, after its consequences have been read and the address typed."""
    user = person(request)
    form = LeaveForm(sent(request), person=user)
    if saved(request, form, lambda: services.erase(user=user)):
        request.session.flush()
        request.user = AnonymousUser()
        messages.success(request, _("Your account is deleted. Thank you for having been here."))
        response = redirect("nearby:home")
        empty_device(response)
        return response
    return show_form(request, "accounts/leave.html", form, email=user.email)


@login_required
@require_safe
def consent_list(request: HttpRequest) -> HttpResponse:
    """What one has agreed to, each by itself, with its text."""
    lines = consent_lines(person(request), get_language() or "en")
    return render(request, "accounts/consents.html", {"lines": lines})


@login_required
@require_POST
def consent_change(request: HttpRequest, purpose: str) -> HttpResponse:
    """Agree to a text, in the wording that was shown, or take it back."""
    user, of = person(request), _purpose(purpose)
    if request.POST.get("granted"):
        try:
            version = request.POST.get("version", "")
            services.agree(user=user, purpose=of, language=get_language() or "en", version=version)
        except Refused as refused:
            messages.warning(request, "; ".join(map(str, refused.details["version"])))
        else:
            messages.success(request, _("You have agreed. You can take it back here at any time."))
    else:
        services.revoke(user=user, purpose=of)
        messages.success(request, _("You have taken it back. It holds from now on."))
    return redirect(_safe_next(request) or "accounts:consents")


@login_required
@require_safe
def consents_again(request: HttpRequest) -> HttpResponse:
    """A text that an account needs has changed: read it, agree, or go on and do it later."""
    user = person(request)
    asked = services.to_agree_again(user=user)
    goes_to = _safe_next(request) or "/"
    if not asked:
        return redirect(goes_to)
    text = consents.current(asked[0], get_language() or "en")
    context = {"text": text, "label": asked[0].label, "next": goes_to}
    return render(request, "accounts/consents_again.html", context)


@require_safe
def consent_text(request: HttpRequest, purpose: str) -> HttpResponse:
    """The current wording, for everybody."""
    of = _purpose(purpose)
    text = consents.current(of, get_language() or "en")
    return render(request, "accounts/consent_text.html", {"text": text, "label": of.label})


def _purpose(name: str) -> Purpose:
    if name not in Purpose.values:
        raise Http404
    return Purpose(name)


def _safe_next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else ""
