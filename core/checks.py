"""What is wrong with the settings of background work, said at start."""

import math
from typing import Any

from django.conf import settings
from django.core import checks


def register() -> None:
    checks.register(queue_runs_nothing_twice)
    checks.register(queue_is_where_the_facts_are)


def least_retry(cluster: dict[str, Any]) -> int:
    """The longest `retry`, in seconds, that still runs tasks twice.

    A task's lock starts when it is fetched; then it waits in memory behind those fetched before
    it, each of which may take its whole `timeout` (measured; docs/decisions).
    """
    timeout: int = cluster["timeout"]
    ahead: int = math.ceil((cluster["queue_limit"] + cluster["bulk"]) / cluster["workers"])
    return timeout * (1 + ahead) + 5


def queue_runs_nothing_twice(**kwargs: Any) -> list[checks.CheckMessage]:
    cluster = settings.Q_CLUSTER
    if cluster["workers"] < 1:
        return [checks.Error("Q_WORKERS is below 1: nothing would be absorbed.", id="core.E001")]
    if cluster["retry"] <= least_retry(cluster):
        hint = f"Make it more than {least_retry(cluster)} seconds."
        return [checks.Error("Q_CLUSTER's retry runs tasks twice.", hint=hint, id="core.E002")]
    return []


def queue_is_where_the_facts_are(**kwargs: Any) -> list[checks.CheckMessage]:
    """On another alias, a change rolled back would leave its task behind."""
    if settings.Q_CLUSTER["orm"] == "default":
        return []
    return [checks.Error("Q_CLUSTER's orm is not the alias of the facts.", id="core.E003")]
