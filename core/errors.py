"""What a service answers when it refuses. Pages and the API translate these; neither decides."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A request understood and refused; nothing was written.

    Args:
        message: one sentence for the person, translated.
        details: machine-readable facts beside it (what is left, what is allowed).
    """

    code = "CONFLICT"
    status = 409

    def __init__(self, message: Any, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = dict(details or {})

    def __str__(self) -> str:
        return str(self.message)


class NotEnoughLeft(Refused):
    """Less is left than was asked for; `details["left"]` says how much, as a decimal string."""


class TransitionForbidden(Refused):
    """The state does not allow this; `details["allowed"]` names the states it can go to."""


class IdempotencyMismatch(Refused):
    """The same client id was used for other content."""

    def __init__(self) -> None:
        super().__init__(_("This id was already used for something else."))


class KeyReused(Refused):
    """The same Idempotency-Key was used for another request."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was already used for another request."))


class InFlight(Refused):
    """The same request is being handled right now; `retry_after` is in seconds."""

    retry_after = 1

    def __init__(self) -> None:
        super().__init__(_("The same request is being handled at this moment. Try again."))


class NotAllowed(Refused):
    """The person may see the thing, but not do this to it."""

    code = "PERMISSION_DENIED"
    status = 403


class Invalid(Refused):
    """What was typed breaks a rule.

    Args:
        fields: field name → messages; `__all__` for what concerns several fields.
    """

    code = "VALIDATION_ERROR"
    status = 400

    def __init__(self, **fields: Sequence[Any] | Any) -> None:
        lists = {
            name: list(value) if isinstance(value, (list, tuple)) else [value]
            for name, value in fields.items()
        }
        super().__init__(_("Please check what you entered."), lists)
