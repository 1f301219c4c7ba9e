from django.db import connections

# Any number will do, as long as nothing else in this database locks the same.
CATALOG_LOCK = 7_203_114


def one_writer(using: str = "default") -> None:
    """Let one transaction at a time write the catalog; the next waits until it ends."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CATALOG_LOCK])
