"""Celery tasks of follow-up."""

from celery import shared_task

from cases.sweeping import sweep_as_worker
from japanese.dates import today


@shared_task
def sweep_flags() -> dict[str, dict[str, int]]:
    """The nightly sweep, and the one each hour of a working day."""
    return sweep_as_worker(today())
