"""Every address of the site, walked from the URLconf, and what stands in each for the world."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.enums import Purpose
from notifications.tokens import unsubscribe_url
from photos import tokens as photo_tokens
from posts.links import extend_link
from tests.security.world import World

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
REGEX_PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]*\)")
ALL = ("GET", "POST", "PUT", "PATCH", "DELETE")

Fill = Callable[[World], Any]


def walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern


def methods(view: Any) -> list[str]:
    """The methods that a view answers, HEAD and OPTIONS aside: from its class or its decorator."""
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if view_class:
        return [name for name in ALL if hasattr(view_class, name.lower())]
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            value = cell.cell_contents
            if isinstance(value, list) and value and set(value) <= {*ALL, "HEAD"}:
                return [name for name in ALL if name in value]
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


def site() -> list[tuple[str, str]]:
    """(method, route) of everything but the admin's insides."""
    return [
        (method, route)
        for route, pattern in walk(get_resolver().url_patterns)
        if not route.startswith("admin/")
        for method in methods(pattern.callback)
    ]


def admin_routes() -> list[str]:
    found = (route for route, _pattern in walk(get_resolver().url_patterns))
    return [route for route in found if route.startswith("admin/")]


def _token(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[1]


def _photo(world: World) -> UUID:
    return world.photo.pk


# What a parameter stands for; by route where one name means several things.
BY_ROUTE: dict[str, dict[str, Fill]] = {
    "listings/more-time/": {"token": lambda w: _token(extend_link(w.listing))},
    "requests/more-time/": {"token": lambda w: _token(extend_link(w.request))},
    "notifications/unsubscribe/": {
        "token": lambda w: _token(unsubscribe_url(w.gina, "listing_ending"))
    },
    "photos/incoming/": {"token": lambda w: photo_tokens.issue(w.planned.pk, "image/jpeg")},
    "photos/": {"stem": lambda w: w.photo.stem, "name": lambda w: "small"},
    "exchanges/calendar/": {"token": lambda w: w.calendar},
    "invitations/": {"token": lambda w: w.invitation.token},
    "exchanges/answer/": {"kind": lambda w: "listing", "post_id": lambda w: w.listing.pk},
    "standing/from-listing/": {"post_id": lambda w: w.listing.pk},
    "standing/from-request/": {"post_id": lambda w: w.pantry_request.pk},
    "reports/new/": {"subject_type": lambda w: "listing", "subject_id": lambda w: w.listing.pk},
    "foods/": {"slug": lambda w: "tomato"},
    "styleguide/": {"name": lambda w: "digest"},
    "api/v1/foods/": {"slug": lambda w: "tomato"},
    "api/v1/listings/": {"id": lambda w: w.listing.pk, "photo": _photo},
    "api/v1/requests/": {"id": lambda w: w.request.pk},
    "api/v1/standing/": {"id": lambda w: w.standing.pk},
    "api/v1/searches/": {"id": lambda w: w.search.pk},
}
BY_NAME: dict[str, Fill] = {
    "listing_id": lambda w: w.listing.pk,
    "album": lambda w: w.listing.pk,
    "photo_id": _photo,
    "request_id": lambda w: w.request.pk,
    "commitment_id": lambda w: w.exchange.pk,
    "exchange_id": lambda w: w.exchange.pk,
    "verb": lambda w: "cancel",
    "standing_id": lambda w: w.standing.pk,
    "conversation_id": lambda w: w.talk.pk,
    "search_id": lambda w: w.search.pk,
    "notification_id": lambda w: w.notification.pk,
    "device_id": lambda w: w.device.pk,
    "report_id": lambda w: w.report.pk,
    "decision_id": lambda w: w.decision.pk,
    "signal_id": lambda w: w.signal.pk,
    "person_id": lambda w: w.tom.pk,
    "organization_id": lambda w: w.pantry.pk,
    "slug": lambda w: w.pantry.slug,
    "language": lambda w: "en",
    "version": lambda w: 0,
    "client_id": lambda w: w.program.pk,
    "user_id": lambda w: w.carla.pk,
    "invitation_id": lambda w: w.invitation.pk,
    "import_id": lambda w: w.import_run.pk,
    "kind": lambda w: "listings",
    "form": lambda w: "csv",
    "purpose": lambda w: Purpose.EMAIL_NEWS.value,
    "session_id": lambda w: 1,
    "pk": lambda w: 1,
    "provider_id": lambda w: "nobody",
    "webhook_id": lambda w: w.webhook.pk,
    "delivery_id": lambda w: w.hook_delivery.pk,
}
# Verbs that only a proposal takes.
OF_A_PROPOSAL = ("accept", "decline", "offer-windows", "choose-window")


def address(route: str, world: World) -> str:
    """The route with what the world has in its places."""
    route = REGEX_PARAMETER.sub(r"<\1>", route.replace("^", "").replace("$", ""))
    special = max((start for start in BY_ROUTE if route.startswith(start)), key=len, default="")
    known = {**BY_NAME, **BY_ROUTE.get(special, {})}
    if route.endswith(OF_A_PROPOSAL):
        known["commitment_id"] = lambda w: w.proposal.pk
    if route.endswith("/uploaded"):
        known |= {"photo": lambda w: w.planned.pk, "photo_id": lambda w: w.planned.pk}
    path = "/" + PARAMETER.sub(lambda found: str(known[found[1]](world)), route)
    return f"{path}?listing={world.toms_listing.pk}" if route == "exchanges/new/" else path
