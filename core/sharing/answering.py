"""A share card over HTTP: kept by whoever asked, drawn seldom, and never by many at once."""

from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag

from core.sharing.drawing import Card, draw

DRAWN_BY = 1
"""Counted up when the drawing changes, so that nobody keeps the one before."""
KEPT_SECONDS = 24 * 3600
PATIENCE_SECONDS = 0.3
"""Who waits holds a thread of the site."""
RETRY_AFTER_SECONDS = 5
CARDS_KEPT = 32  # about 60 kB each, in each process

_one_at_a_time = Lock()
_drawn: dict[Card, bytes] = {}


def answer(request: HttpRequest, *, name: str, make: Callable[[], Card]) -> HttpResponse:
    """The picture; 304 for who has it; 503 where too many are asked for at once.

    Args:
        request: GET or HEAD.
        name: of this content: what it is of, its version and its language.
        make: reads what is on it, and is asked only when it has to be sent.
    """
    etag = quote_etag(f"{DRAWN_BY}-{name}")
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    elif picture := _picture_of(make()):
        response = HttpResponse(picture, content_type="image/png")
    else:
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _picture_of(card: Card) -> bytes | None:
    """The newest are kept; of others one is drawn at a time. None: that takes too long."""
    if picture := _drawn.get(card):
        return picture
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        return None
    try:
        _drawn[card] = picture = draw(card)
        while len(_drawn) > CARDS_KEPT:
            del _drawn[next(iter(_drawn))]
    finally:
        _one_at_a_time.release()
    return picture
