from core.derived.purge import purge_expired
from core.idempotency import purge_keys
from core.time_limits import limit_statements


def purge() -> None:
    """Delete what has expired: derived rows and idempotency keys. Harmless twice."""
    limit_statements()
    purge_expired()
    purge_keys()
