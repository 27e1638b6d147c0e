"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportMeetingsConfig(AppConfig):
    """See the package's docstring."""

    name = "support_meetings"
    verbose_name = _("Support meetings")

    def ready(self) -> None:
        """Listen."""
        from support_meetings import receivers  # noqa: F401 - importing it connects the receivers
