"""What can be mirrored: of each kind, which rows a caller sees, could have seen, and how."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from accounts.api.organizations import detail_json
from accounts.models import Organization
from commitments.api.showing import shown
from commitments.models import Commitment
from listings.api import LISTINGS
from posts.api import Endpoints
from requests_app.api import REQUESTS

Shown = dict[UUID, dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of thing in a mirror.

    Args:
        scope: what a program needs to read it.
        visible: rows that the caller sees now.
        could_see: rows that the caller may have seen once; None for none but those.
        rows_shown: by id, what a GET of each says to the caller; as many queries for any number.
    """

    scope: str
    visible: Callable[[Request], QuerySet[Any]]
    could_see: Callable[[Request], QuerySet[Any]] | None
    rows_shown: Callable[[Request, Sequence[UUID]], Shown]


def _of_posts(scope: str, of: Endpoints[Any]) -> Kind:
    rows = of.model.rows

    def rows_shown(request: Request, ids: Sequence[UUID]) -> Shown:
        visible = rows().visible_to(request.user).filter(pk__in=ids)
        posts = list(visible.with_party().select_related("exact_place"))
        told = of.wholes(posts, request.user)
        return {post.pk: item for post, item in zip(posts, told, strict=True)}

    return Kind(
        scope=scope,
        visible=lambda request: rows().visible_to(request.user),
        could_see=lambda request: (
            rows().for_audience(request.user).blocked_for_nobody(request.user)
        ),
        rows_shown=rows_shown,
    )


def _organizations_shown(request: Request, ids: Sequence[UUID]) -> Shown:
    rows = Organization.objects.visible_to(request.user).with_role_of(request.user)
    found = rows.filter(pk__in=ids).select_related("exact_place").prefetch_related("accepts")
    return {row.pk: detail_json(row) for row in found}


def _commitments_shown(request: Request, ids: Sequence[UUID]) -> Shown:
    rows = Commitment.objects.visible_to(request.user).with_parties().filter(pk__in=ids)
    return {item["id"]: item for item in shown(request, list(rows))}


KINDS = {
    "commitment": Kind(
        scope="commitments:read",
        visible=lambda request: Commitment.objects.visible_to(request.user),
        could_see=None,
        rows_shown=_commitments_shown,
    ),
    "listing": _of_posts("listings:read", LISTINGS),
    "organization": Kind(
        scope="organizations:read",
        visible=lambda request: Organization.objects.visible_to(request.user),
        could_see=lambda request: Organization.objects.all(),
        rows_shown=_organizations_shown,
    ),
    "request": _of_posts("requests:read", REQUESTS),
}


def kinds_for(request: Request) -> list[str]:
    """The kinds that a caller may mirror: by scopes for programs, all for people, and what is
    public for everybody."""
    scopes: frozenset[str] | None = getattr(request.auth, "scopes", None)
    if scopes is not None:
        return [name for name, kind in KINDS.items() if kind.scope in scopes]
    signed_in = request.user.is_authenticated
    return [name for name, kind in KINDS.items() if signed_in or kind.could_see is not None]
