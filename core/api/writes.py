"""What every write of the API shares."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request

from core.api.versions import require_match, wanted_tags
from core.errors import Invalid
from core.events.subjects import Subject
from core.idempotency import once_per_key

KEY_HEADER = "Idempotency-Key"
MAX_KEY_LENGTH = 255


def perform(request: Request, write: Callable[[], Any], *, to: Subject | None = None) -> None:
    """Run a verb, once per `Idempotency-Key` and on the version of `If-Match`, where the caller
    sends them. A repeat of what succeeded is answered, whatever the version is by then.

    Args:
        request: of a signed-in person.
        write: calls the service; what it returns is rendered anew by the caller.
        to: what is changed, where it has versions.

    Raises:
        Invalid: the key is too long, or not printable ASCII; or `If-Match` makes no sense.
        KeyReused, InFlight: see `core.idempotency`.
        PreconditionFailed: it has another version by now.
    """
    key, wanted = request.headers.get(KEY_HEADER), wanted_tags(request)

    def write_to_what_is_known() -> None:
        require_match(wanted, to)
        write()

    if not key and wanted is None:
        write()
        return
    if not key:
        with transaction.atomic():
            write_to_what_is_known()
        return
    if len(key) > MAX_KEY_LENGTH or not (key.isascii() and key.isprintable()):
        raise Invalid(**{KEY_HEADER: _("At most 255 letters, digits and signs.")})
    actor: UUID = request.user.pseudonym  # type: ignore[union-attr]  # only people write
    asked = {"method": request.method, "path": request.path, "body": request.data}
    once_per_key(actor=actor, key=key, asked=asked, write=write_to_what_is_known)
