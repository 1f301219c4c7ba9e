"""What every write of the API shares."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request

from core.errors import Invalid
from core.idempotency import once_per_key

KEY_HEADER = "Idempotency-Key"
MAX_KEY_LENGTH = 255


def perform(request: Request, write: Callable[[], Any]) -> None:
    """Run a verb, once per `Idempotency-Key` where the caller sends one.

    Args:
        request: of a signed-in person.
        write: calls the service; what it returns is rendered anew by the caller.

    Raises:
        Invalid: the key is too long, or not printable ASCII.
        KeyReused, InFlight: see `core.idempotency`.
    """
    key = request.headers.get(KEY_HEADER)
    if not key:
        write()
        return
    if len(key) > MAX_KEY_LENGTH or not (key.isascii() and key.isprintable()):
        raise Invalid(**{KEY_HEADER: _("At most 255 letters, digits and signs.")})
    actor: UUID = request.user.pseudonym  # type: ignore[union-attr]  # only people write
    asked = {"method": request.method, "path": request.path, "body": request.data}
    once_per_key(actor=actor, key=key, asked=asked, write=write)
