"""`migrate`, with the checks of row security after it: until it has run, policies differ from new code by nature."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate


class Command(DjangoMigrate):
    """See the module."""

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, which brings the policies to what the code says; then see that it is so."""
        super().handle(*args, **options)
        if not options.get("skip_checks"):
            self.check(databases=[options["database"]])
