"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """See the package's docstring."""

    name = "figures"
    verbose_name = _("Figures")
