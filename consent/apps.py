"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    """See the package's docstring."""

    name = "consent"
    verbose_name = _("Consent and disclosures")
