"""Settings, the two doors, the worker, and the demonstration's own PostgreSQL."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
