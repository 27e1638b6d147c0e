"""The app's configuration."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Ties the Celery application in, so that a task called anywhere finds its broker."""

    name = "config"

    def ready(self) -> None:
        from config import celery  # noqa: F401 - loaded for its effect
