"""The app of the yearly figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """Reads every app below, writes nothing, has no table."""

    name = "figures"
    verbose_name = _("figures")
