"""Which addresses a browser may have us call: known push services, and nothing else."""

from urllib.parse import urlsplit

from django.conf import settings


def is_push_service(endpoint: str) -> bool:
    """Whether it lies at one of `PUSH_HOSTS`.

    An entry is a host (`fcm.googleapis.com`), all hosts below a domain (`*.push.apple.com`), or
    an origin (`http://127.0.0.1:9000`) for a push service of one's own. Hosts are called by
    https on its own port only.
    """
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or not parts.hostname:
        return False
    if f"{parts.scheme}://{parts.netloc}" in settings.PUSH_HOSTS:
        return True
    if parts.scheme != "https" or port not in (None, 443):
        return False
    host = parts.hostname
    return any(
        host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed
        for allowed in settings.PUSH_HOSTS
    )
