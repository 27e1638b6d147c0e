"""Django's database sessions on our own table."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from organizations.models.session import DoorSession


class SessionStore(DatabaseStore):
    """See `DoorSession`."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table of this store."""
        return DoorSession
