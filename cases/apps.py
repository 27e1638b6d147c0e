"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """See the package's docstring."""

    name = "cases"
    verbose_name = _("Cases")
