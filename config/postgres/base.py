"""The database wrapper: a plain PostgreSQL, or the embedded server started at the first connection."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """See `config.embedded`: a command that asks no database never starts one."""

    def get_connection_params(self) -> dict[str, Any]:
        if settings.EMBEDDED:
            self.settings_dict["HOST"] = str(embedded.ensure_running(settings.HOME))
        return super().get_connection_params()
