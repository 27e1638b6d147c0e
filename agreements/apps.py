"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """See the package's docstring."""

    name = "agreements"
    verbose_name = _("Agreements")
