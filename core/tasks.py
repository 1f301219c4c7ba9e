from core.derived.purge import purge_expired
from core.idempotency import purge_keys


def purge() -> None:
    """Delete what has expired: derived rows and idempotency keys. Harmless twice."""
    purge_expired()
    purge_keys()
