from typing import Any

from core.events import bell


def ring_consumers(sender: Any, consumers: list[str], using: str, **kwargs: Any) -> None:
    bell.ring_once(consumers, using=using)
