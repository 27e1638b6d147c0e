"""Celery tasks of outreach."""

from celery import shared_task

from organizations.scope import log_in_as, scope
from outreach.callbacks import empty_old


@shared_task
def empty_callbacks() -> int:
    """Words of requests to be called back go 30 days after they were dealt with."""
    with log_in_as("worker"), scope():
        return empty_old()
