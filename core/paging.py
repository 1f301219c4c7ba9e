"""Pages of lists as people turn them: by a link, and never refused."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from core.api.cursors import keyset_page
from core.errors import Invalid

M = TypeVar("M", bound=Model)


def turned_page(
    request: HttpRequest, rows: QuerySet[M], *, order: Sequence[str], size: int, **also: str
) -> tuple[list[M], str]:
    """The page of a list that `?cursor=` asks for, and the address of the next one.

    A cursor that makes no sense shows the first page: it is a link, and nobody typed it.

    Args:
        request: whose other parameters the address keeps.
        rows: unordered.
        order: field names that together are unique, each with `-` for descending.
        size: rows a page.
        also: parameters of the address, whatever the request says.

    Returns:
        The rows, and `?…` for the next page, empty on the last.
    """
    try:
        page, following = keyset_page(
            rows, order=order, limit=size, cursor=request.GET.get("cursor")
        )
    except Invalid:
        page, following = keyset_page(rows, order=order, limit=size, cursor=None)
    if following is None:
        return page, ""
    link = request.GET.copy()
    for name, value in {**also, "cursor": following}.items():
        link[name] = value
    return page, f"?{link.urlencode()}"
