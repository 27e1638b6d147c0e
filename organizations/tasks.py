"""Celery tasks of this app."""

from celery import shared_task

from organizations.drafts import forget_expired
from organizations.scope import log_in_as


@shared_task
def forget_drafts() -> int:
    """What nobody came back to within a day is gone; returns how many."""
    with log_in_as("worker"):
        return forget_expired()
