import base64
import binascii
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import IdempotencyMismatch, Invalid
from notifications.endpoints import is_push_service
from notifications.models import PushDevice

SECRET_BYTES = 16
MOST_DEVICES = 20


@transaction.atomic
def register_device(
    *, user: User, device_id: UUID, endpoint: str, p256dh: str, auth: str, name: str = ""
) -> tuple[PushDevice, bool]:
    """Call this browser from now on. Harmless twice; a browser belongs to one person at a time.

    Args:
        user: who asks.
        device_id: the client's own id.
        endpoint: the browser's address at its push service.
        p256dh: its public key, base64url.
        auth: its secret, base64url.
        name: what its owner knows it by.

    Returns:
        The device, and whether it is new.

    Raises:
        Invalid: by field.
        IdempotencyMismatch: the id is another browser's.
    """
    _check(endpoint, p256dh, auth)
    known = PushDevice.objects.filter(pk=device_id).first()
    if known is not None:
        if (known.user_id, known.endpoint) != (user.pk, endpoint):
            raise IdempotencyMismatch
        return known, False
    PushDevice.objects.filter(endpoint=endpoint).delete()
    if PushDevice.objects.of(user).count() >= MOST_DEVICES:
        raise Invalid(endpoint=_("These are many devices. Remove one you no longer use."))
    device = PushDevice.objects.create(
        id=device_id, user=user, endpoint=endpoint, p256dh=p256dh, auth=auth, name=name.strip()
    )
    return device, True


def remove_device(*, device: PushDevice) -> None:
    """Never call this browser again."""
    device.delete()


def _check(endpoint: str, p256dh: str, auth: str) -> None:
    if not is_push_service(endpoint):
        raise Invalid(endpoint=_("This is not the address of a push service that we know."))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(p256dh))
    except ValueError as error:
        raise Invalid(p256dh=_("This is not a key of a browser.")) from error
    try:
        fits = len(_decoded(auth)) == SECRET_BYTES
    except ValueError:
        fits = False
    if not fits:
        raise Invalid(auth=_("This is not a secret of a browser."))


def _decoded(text: str) -> bytes:
    padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    try:
        return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError(text) from error
