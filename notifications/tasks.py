"""Celery tasks: fetch and do; the decision what to do stands in the rows."""

from celery import shared_task

from notifications import outbox
from organizations.scope import log_in_as


@shared_task
def deliver_outbox() -> dict[str, int]:
    """Everything that is due in the outbox."""
    with log_in_as("worker"):
        return outbox.run()
