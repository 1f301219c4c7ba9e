import re
from collections.abc import Iterable

from django.db import connections

CHANNEL = "live"
TOPIC = re.compile(r"[a-z]{1,20}:[0-9a-f-]{36}")
WHAT = re.compile(r"[a-z][a-z-]{0,30}")


def tell(topic: str, what: str, *, using: str = "default") -> None:
    """Hint to whoever listens to a topic that something is new; sent when the transaction commits.

    Args:
        topic: a kind and an id, as in `conversation:<uuid>` or `person:<pseudonym>`.
        what: one word, which becomes the name of the event.
        using: the database alias of the change.

    Raises:
        ValueError: a topic or word of another form.
    """
    tell_all([(topic, what)], using=using)


def tell_all(hints: Iterable[tuple[str, str]], *, using: str = "default") -> None:
    """As `tell`, for several in one statement. Equal ones in one transaction are sent once."""
    payloads = [_payload(topic, what) for topic, what in hints]
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload", [CHANNEL, payloads]
        )


def _payload(topic: str, what: str) -> str:
    if not (TOPIC.fullmatch(topic) and WHAT.fullmatch(what)):
        raise ValueError(f"{topic!r} {what!r}")
    return f"{topic} {what}"
