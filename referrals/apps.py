"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    """See the package's docstring."""

    name = "referrals"
    verbose_name = _("Referrals")
