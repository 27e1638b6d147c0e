from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JapaneseConfig(AppConfig):
    """Dates, names, addresses and codes as Japan writes them; an app only for its template filters."""

    name = "japanese"
    verbose_name = _("Japanese dates and text")
