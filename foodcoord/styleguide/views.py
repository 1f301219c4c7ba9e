"""The style guide's pages: for staff, and where `SHOW_STYLEGUIDE` is on for everybody."""

import base64
import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from foodcoord.styleguide import mails, tokens
from foodcoord.styleguide.samples import samples

View = Callable[..., Any]


def for_builders(view: View) -> View:
    """Who is no staff is sent to sign in, unless the guide is open."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        allowed = view if settings.SHOW_STYLEGUIDE else staff_member_required(view)
        return allowed(request, *args, **kwargs)

    return guarded


@require_safe
@for_builders
def guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, and the tokens."""
    context = {**samples(), "colours": tokens.colours(), "sizes": tokens.sizes()}
    return render(request, "styleguide/index.html", context)


@require_safe
@for_builders
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every mail by its subject, with its text."""
    shown = [mails.mail(name) for name in mails.names()]
    return render(request, "styleguide/mails.html", {"mails": shown})


@require_safe
@for_builders
def mail(request: HttpRequest, name: str) -> HttpResponseBase:
    """One mail as a mail program shows it: its own style block is let through, nothing else."""
    try:
        shown = mails.mail(name)
    except KeyError as error:
        raise Http404 from error
    answer = csp_replace({"style-src": [_digest_of_style()]})(lambda _request: _page(shown))
    return answer(request)


def _page(shown: mails.Mail) -> HttpResponse:
    return HttpResponse(shown.html)


def _digest_of_style() -> str:
    """The mails' style block as a Content-Security-Policy names it."""
    [style] = re.findall(r"<style>(.*?)</style>", render_to_string("mail/style.html"), re.DOTALL)
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
