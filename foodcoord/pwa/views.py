"""The addresses that a device asks of its own accord, and the page for when there is no network."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from core.forms import FORM_METHODS
from foodcoord.pwa.foods import foods
from foodcoord.pwa.keeping import KEEP_COOKIE, NO, account_tag
from foodcoord.pwa.manifest import manifest
from foodcoord.pwa.shell import shell, worker_scripts
from foodcoord.pwa.worker import offline_page, told_to_worker

YEAR_SECONDS = 31_536_000
HOUR_SECONDS = 3600


def _version(request: HttpRequest) -> str:
    return f'"{told_to_worker(shell())["version"]}"'


# Browsers ask for it after every page: mostly the answer is that nothing has changed.
@require_safe
@condition(etag_func=_version)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser keeps for us, at the root so that it is the whole site's."""
    told = json.dumps(told_to_worker(shell()))
    context = {"told": told, "scripts": worker_scripts()}
    kind = "text/javascript; charset=utf-8"
    response = render(request, "pwa/sw.js", context, content_type=kind)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """The site as an app, in the reader's language."""
    response = JsonResponse(manifest(), content_type="application/manifest+json")
    patch_cache_control(response, private=True, max_age=HOUR_SECONDS)
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What waits to be sent and what can be read without a network: the device's own script fills
    it in, so it is the same for everybody and may be kept."""
    response = HttpResponse(offline_page())
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """Who is signed in now, if anybody, and the token that a form which waited is sent with."""
    account = account_tag(request)
    told = {"account": account, "token": get_token(request)} if account else {"account": ""}
    response = JsonResponse(told)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def food_options(request: HttpRequest) -> HttpResponse:
    """The foods that are posted most, for a picker without a network; no secret to anybody."""
    response = JsonResponse({"foods": foods()})
    patch_cache_control(response, private=True, max_age=HOUR_SECONDS)
    return response


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep pages on this device from now on, or no more. For the device, so it is a cookie."""
    response = redirect("accounts:profile")
    if request.POST.get("keep") == "yes":
        response.delete_cookie(KEEP_COOKIE, samesite="Lax")
        messages.success(request, _("Pages you have seen stay readable on this device."))
    else:
        response.set_cookie(
            KEEP_COOKIE,
            NO,
            max_age=YEAR_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        messages.success(request, _("This device keeps no pages any more."))
    return response


# The phone posts here, with no token of ours; nothing is read from it or done by it.
@csrf_exempt
@require_http_methods(FORM_METHODS)
def share_target(request: HttpRequest) -> HttpResponse:
    """Where a phone sends a photo that was shared with the site. The worker takes it before it
    leaves the device; who comes here has none yet, and is told to open the site once."""
    if request.method != "POST":
        return redirect("listings:create")
    return render(request, "pwa/share_refused.html", status=409)
