"""The app's configuration: checks, and row-level security kept as the models declare it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """See the package's docstring."""

    name = "organizations"
    verbose_name = _("Organisations and people")

    def ready(self) -> None:
        from organizations import checks, receivers, rls  # noqa: F401 - the receivers are loaded for their effect

        checks.register()
        post_migrate.connect(rls.apply_after_migrate, sender=self, dispatch_uid="row-level-security")
