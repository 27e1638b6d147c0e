"""Celery tasks about what is kept for a while only."""

from celery import shared_task

from organizations import drafts
from organizations.scope import log_in_as


@shared_task
def forget_drafts() -> int:
    """Drafts that nobody came back for within their day."""
    with log_in_as("worker"):
        return drafts.forget_expired()
