"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    """See the package's docstring."""

    name = "outreach"
    verbose_name = _("Outreach")
