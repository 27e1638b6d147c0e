"""`provision`: the four log-ins and the database, on any PostgreSQL of version 17 or later."""

import os
from argparse import ArgumentParser
from typing import Any

import dj_database_url
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import embedded
from config.environment import local_secrets
from organizations.provision import provision
from organizations.rls import role
from organizations.tenancy import LOGINS


class Command(BaseCommand):
    """See the module."""

    help = (
        "Makes the database log-ins tsunagi_owner, tsunagi_agency, tsunagi_portal and tsunagi_worker and the database. "
        "On a server of your own: PROVISION_ADMIN_URL and OWNER_, AGENCY_, PORTAL_ and WORKER_DATABASE_URL."
    )
    requires_system_checks: list[str] = []  # before there is a database nothing can be checked

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or mend; may be run again."""
        if settings.EMBEDDED:
            provision_embedded()
        else:
            provision(_administrator(), settings.DATABASES["default"]["NAME"], _passwords())
        self.stdout.write("The four log-ins and the database are there.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """None: addresses with passwords do not belong on a command line."""


def provision_embedded(database: str = "tsunagi") -> None:
    """The same on the embedded server, with its own secrets."""
    drawn = local_secrets()
    host = str(embedded.ensure_running(settings.HOME))
    administrator = {"host": host, "user": "postgres", "password": drawn["superuser"]}
    provision(administrator, database, {login: drawn[login] for login in LOGINS})


def _address(name: str) -> dict[str, Any]:
    """A database address of the environment, as Django writes its parts."""
    parts: dict[str, Any] = dict(dj_database_url.parse(os.environ.get(name, "")))
    if "postgresql" not in str(parts.get("ENGINE")) or not parts.get("HOST") or not parts.get("PASSWORD"):
        raise CommandError(f"{name} must be set to postgres://user:password@host/database.")
    return parts


def _administrator() -> dict[str, Any]:
    parts = _address("PROVISION_ADMIN_URL")
    connect = {
        "host": parts["HOST"],
        "port": parts["PORT"] or 5432,
        "user": parts["USER"],
        "password": parts["PASSWORD"],
    }
    return {**connect, **parts.get("OPTIONS", {})}


def _passwords() -> dict[str, str]:
    found = {}
    for login in LOGINS:
        parts = _address(f"{login.upper()}_DATABASE_URL")
        if parts["USER"] != role(login):
            raise CommandError(f"{login.upper()}_DATABASE_URL must use the log-in {role(login)}.")
        found[login] = str(parts["PASSWORD"])
    return found
