from django_q.tasks import async_task

SEND = "partners.webhooks.tasks.send_due"


def wake() -> None:
    """Ask a worker to send what is due, as part of the transaction that made it due."""
    async_task(SEND, group="webhooks")
