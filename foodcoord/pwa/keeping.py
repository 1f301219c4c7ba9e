"""Which pages a person's device may keep to be read offline, and when it must forget them.

The worker (`static/js/sw-pages.js`) obeys two headers: `Device-Account` says whose page it is, by a
tag that says nothing else; `Device-Copy` says `keep`, or `off` where this device shall keep none.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from core.http import empty_device

KEEP_COOKIE = "keep_pages"
NO = "no"
NOBODY = "nobody"
TAG_LENGTH = 20
KEPT_APPS = frozenset(
    [
        "catalog",
        "commitments",
        "conversations",
        "insights",
        "listings",
        "matching",
        "nearby",
        "pages",
        "requests",
        "standing",
    ]
)
KEPT_VIEWS = frozenset(["accounts:organization_list", "accounts:organization_detail"])
# Each has a secret in it or in its address.
NEVER = frozenset(["commitments:calendars", "listings:extend_by_link", "requests:extend_by_link"])
# Not ours, and they do nothing but sign somebody out. A session that ends elsewhere, or somebody
# who is asked once more who they are, leaves on the device what was written.
SIGN_OUTS = frozenset(["account_logout", "admin:logout", "usersessions_list"])


class DeviceMiddleware:
    """Says of each page whether it may be kept; whoever leaves takes everything along."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and signs_out(request):
            empty_device(response)
        if response.get("Content-Type", "").startswith("text/html"):
            response["Device-Account"] = account_tag(request) or NOBODY
            if not keeps_pages(request):
                response["Device-Copy"] = "off"
            elif may_be_kept(request, response):
                response["Device-Copy"] = "keep"
        return response


def signs_out(request: HttpRequest) -> bool:
    """Whether somebody has asked to be signed out, and now is."""
    found = request.resolver_match
    is_sign_out = found is not None and found.view_name in SIGN_OUTS
    return is_sign_out and not request.user.is_authenticated


def account_tag(request: HttpRequest) -> str:
    """Whose device this is at present: opaque, and the same for one account; empty for nobody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("foodcoord.pwa", str(user.pk)).hexdigest()[:TAG_LENGTH]


def keeps_pages(request: HttpRequest) -> bool:
    """Whether pages may stay on this device: unless somebody has said that it is shared."""
    return request.COOKIES.get(KEEP_COOKIE) != NO


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """A whole page, as it is read, of the parts of the site that hold no secrets."""
    found = request.resolver_match
    return (
        found is not None
        and request.method == "GET"
        and response.status_code == 200
        and "HX-Request" not in request.headers
        and found.view_name not in NEVER
        and (found.app_name in KEPT_APPS or found.view_name in KEPT_VIEWS)
    )


def device(request: HttpRequest) -> dict[str, Any]:
    """For templates: whose page it is, and whether this device keeps pages."""
    return {"account_tag": account_tag(request), "keeps_pages": keeps_pages(request)}
