"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportMeetingsConfig(AppConfig):
    """See the package's docstring."""

    name = "support_meetings"
    verbose_name = _("Support meetings")
