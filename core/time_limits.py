"""How long a statement of background work may take; a request's limits are the connection's."""

from django.db import connection

TASK_SECONDS = 20


def limit_statements(seconds: int = TASK_SECONDS) -> None:
    """Let statements of this connection take up to `seconds`; 0 lets them take as long as it takes.

    Below the task queue's own time limit, whose way of ending a task can hang the cluster.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{seconds}s"])
