from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

register = template.Library()


@dataclass(frozen=True)
class OtherSite:
    """Somewhere to sign in with; `url` takes a POST."""

    name: str
    url: str


@register.simple_tag(takes_context=True)
def other_sites(context: dict[str, Any], process: str = "login") -> list[OtherSite]:
    """Those that are configured, at no query.

    Args:
        context: of the page; where it leads to next is carried on.
        process: `login`, or `connect` for who is signed in.
    """
    request = context.get("request")
    asked = request.POST.get("next") or request.GET.get("next") if request else ""
    query = {"process": process, **({"next": asked} if asked else {})}
    return [
        OtherSite(
            app["name"],
            f"{reverse('openid_connect_login', args=[app['provider_id']])}?{urlencode(query)}",
        )
        for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    ]
