from core.api import buckets
from core.derived.purge import purge_expired
from core.idempotency import purge_keys
from core.time_limits import limit_statements


def purge() -> None:
    """Delete what has expired: derived rows, idempotency keys, idle buckets. Harmless twice."""
    limit_statements()
    purge_expired()
    purge_keys()
    buckets.purge_buckets()


def book_usage() -> None:
    """Keep what programs have used of their plans. Harmless twice."""
    limit_statements()
    buckets.book_usage()
