"""What a program's token opens: a scope by endpoint, and nothing that is not named here.

The table is closed by default. An endpoint without a row answers every program 403, whatever its
scopes: what is a person's alone (`me`, `auth`, notifications), and who belongs to an organization.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied

from accounts.clients.access import ClientAccess

PREFIX = "api/v1/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Scope(TextChoices):
    """In the words of the page on which an organization asks for them."""

    LISTINGS_READ = "listings:read", _("See what food is offered")
    LISTINGS_WRITE = "listings:write", _("Offer food in your organization's name")
    REQUESTS_READ = "requests:read", _("See what food is needed")
    REQUESTS_WRITE = "requests:write", _("Ask for food in your organization's name")
    COMMITMENTS_READ = "commitments:read", _("See what your organization gives and gets")
    COMMITMENTS_WRITE = (
        "commitments:write",
        _("Propose, accept, decline and hand over in your organization's name"),
    )
    STANDING_READ = "standing:read", _("See what your organization gives or needs every week")
    STANDING_WRITE = "standing:write", _("Change what your organization gives or needs every week")
    CONVERSATIONS_READ = "conversations:read", _("Read what is written to the program")
    CONVERSATIONS_WRITE = "conversations:write", _("Write to those it has an exchange with")
    ORGANIZATIONS_READ = "organizations:read", _("See organizations and their opening hours")
    ORGANIZATIONS_WRITE = "organizations:write", _("Change your organization's page")
    FEED_READ = "feed:read", _("Look around a place, and for what matches your organization's")
    INSIGHTS_READ = "insights:read", _("See the town's figures")
    CHANGES_READ = "changes:read", _("Follow everything that changes, to keep a copy up to date")
    WEBHOOKS_READ = "webhooks:read", _("See where news is sent to")
    WEBHOOKS_WRITE = "webhooks:write", _("Have news sent to an address of yours")
    IMPORTS_READ = "imports:read", _("See how an import went")
    IMPORTS_WRITE = "imports:write", _("Bring in many things at once from a file")


class _Open:
    """A row for what every program may call."""


OPEN = _Open()
Needed = Scope | _Open


@dataclass(frozen=True)
class Row:
    """What reading and writing one endpoint asks for; None is closed to every program.

    Args:
        route: as the URLconf has it, below `/api/v1/`.
        read: for GET, HEAD and OPTIONS.
        write: for all other methods.
    """

    route: str
    read: Needed | None = None
    write: Needed | None = None


def _rows(read: Needed | None, write: Needed | None, *routes: str) -> Iterator[Row]:
    return (Row(route, read, write) for route in routes)


ROWS = (
    *_rows(OPEN, None, "foods", "foods/<slug:slug>", "categories", "schema/", "docs/"),
    *_rows(OPEN, None, "reference/", "towns", "availability"),
    *_rows(
        OPEN,
        None,
        "feeds/listings.geojson",
        "feeds/requests.geojson",
        "feeds/organizations.geojson",
        "feeds/organizations.hsds.json",
        "feeds/opening-hours.ics",
        "feeds/area.atom",
        "feeds/area.json",
    ),
    *_rows(
        Scope.LISTINGS_READ,
        Scope.LISTINGS_WRITE,
        "listings",
        "listings/<uuid:id>",
        "listings/<uuid:id>/extend",
        "listings/<uuid:id>/withdraw",
        "listings/<uuid:id>/undo",
        "listings/<uuid:id>/still-there",
        "listings/<uuid:id>/photos",
        "listings/<uuid:id>/photos/order",
        "listings/<uuid:id>/photos/<uuid:photo>",
        "listings/<uuid:id>/photos/<uuid:photo>/uploaded",
    ),
    *_rows(
        Scope.REQUESTS_READ,
        Scope.REQUESTS_WRITE,
        "requests",
        "requests/<uuid:id>",
        "requests/<uuid:id>/extend",
        "requests/<uuid:id>/withdraw",
        "requests/<uuid:id>/undo",
    ),
    *_rows(
        Scope.COMMITMENTS_READ,
        Scope.COMMITMENTS_WRITE,
        "commitments",
        "commitments/<uuid:commitment_id>",
        "commitments/<uuid:commitment_id>/accept",
        "commitments/<uuid:commitment_id>/decline",
        "commitments/<uuid:commitment_id>/cancel",
        "commitments/<uuid:commitment_id>/offer-windows",
        "commitments/<uuid:commitment_id>/choose-window",
        "commitments/<uuid:commitment_id>/code",
        "commitments/<uuid:commitment_id>/hand-over",
        "commitments/<uuid:commitment_id>/confirm",
        "commitments/<uuid:commitment_id>/dispute",
        "commitments/<uuid:commitment_id>/missed",
        "commitments/<uuid:commitment_id>/undo",
        "commitments/<uuid:commitment_id>/thank",
    ),
    *_rows(
        Scope.STANDING_READ,
        Scope.STANDING_WRITE,
        "standing",
        "standing/<uuid:id>",
        "standing/<uuid:id>/pause",
        "standing/<uuid:id>/resume",
        "standing/<uuid:id>/end",
        "standing/<uuid:id>/skip",
        "standing/<uuid:id>/keep",
        "standing/<uuid:id>/post",
    ),
    *_rows(
        Scope.CONVERSATIONS_READ,
        Scope.CONVERSATIONS_WRITE,
        "conversations",
        "conversations/<uuid:conversation_id>",
        "conversations/<uuid:conversation_id>/messages",
        "conversations/<uuid:conversation_id>/read",
        "conversations/<uuid:conversation_id>/mute",
        "conversations/<uuid:conversation_id>/agree",
        "conversations/<uuid:conversation_id>/leave",
    ),
    # A program cannot found an organization: it would be its owner.
    *_rows(Scope.ORGANIZATIONS_READ, None, "organizations"),
    *_rows(
        Scope.ORGANIZATIONS_READ,
        Scope.ORGANIZATIONS_WRITE,
        "organizations/<uuid:organization_id>",
        "organizations/<uuid:organization_id>/verify",
    ),
    *_rows(Scope.FEED_READ, None, "feed", "matches"),
    *_rows(Scope.CHANGES_READ, None, "changes"),
    *_rows(
        Scope.WEBHOOKS_READ,
        Scope.WEBHOOKS_WRITE,
        "webhooks",
        "webhooks/<uuid:webhook_id>",
        "webhooks/<uuid:webhook_id>/rotate",
        "webhooks/<uuid:webhook_id>/enable",
        "webhooks/<uuid:webhook_id>/disable",
        "webhooks/<uuid:webhook_id>/test",
        "webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/redeliver",
    ),
    *_rows(Scope.WEBHOOKS_READ, None, "webhooks/<uuid:webhook_id>/deliveries"),
    *_rows(
        Scope.IMPORTS_READ,
        Scope.IMPORTS_WRITE,
        "imports",
        "imports/<uuid:import_id>",
    ),
    *_rows(
        Scope.IMPORTS_READ,
        None,
        "imports/<uuid:import_id>/errors",
        "imports/<uuid:import_id>/errors.csv",
    ),
    *_rows(Scope.COMMITMENTS_READ, None, "feeds/hand-overs.ics"),
    # Each write in it takes the scope of its own route.
    *_rows(None, OPEN, "batch"),
    *_rows(
        Scope.INSIGHTS_READ,
        None,
        "summary",
        "summary.csv",
        "history",
        "forecasts",
        "signals/<uuid:signal_id>",
    ),
)
TABLE = {row.route: row for row in ROWS}


class ScopeMissing(PermissionDenied):
    """A program asked for more than its token opens; `details["scope"]` names what it takes,
    null where no scope opens it."""

    code = "SCOPE_MISSING"

    def __init__(self, needed: Scope | None) -> None:
        if needed is None:
            super().__init__(_("This is for people, and not for programs."))
        else:
            super().__init__(_("This takes the scope %(scope)s.") % {"scope": needed.value})
        self.details = {"scope": needed.value if needed else None}


def check(auth: object, method: str, route: str) -> None:
    """Refuse a program what its token does not open; people are not asked.

    Args:
        auth: of the request, as the authentication left it.
        method: of the call.
        route: that the address resolved to, as `resolver_match.route` has it, with `api/v1/`.

    Raises:
        ScopeMissing: 403.
    """
    if not isinstance(auth, ClientAccess):
        return
    needed = needed_for(method, route)
    if needed is None:
        raise ScopeMissing(None)
    if isinstance(needed, Scope):
        require(auth, needed)


def require(auth: object, *scopes: Scope) -> None:
    """Refuse a program that has not all of these, beside what its endpoint takes.

    Raises:
        ScopeMissing: 403.
    """
    for scope in scopes:
        if isinstance(auth, ClientAccess) and scope.value not in auth.scopes:
            raise ScopeMissing(scope)


def needed_for(method: str, route: str) -> Needed | None:
    """What an endpoint takes of a program: a scope, nothing (`OPEN`), or None: it is closed."""
    row = TABLE.get(route.removeprefix(PREFIX)) if route.startswith(PREFIX) else None
    if row is None:
        return None
    return row.read if method.upper() in READING else row.write
