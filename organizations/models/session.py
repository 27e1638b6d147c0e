"""Sessions by door: neither door's log-in can read a session of the other."""

from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from organizations.tenancy import Tenancy, door


def this_login() -> str:
    """The PostgreSQL role of this process."""
    return f"tsunagi_{settings.DOOR}"


class DoorSession(AbstractBaseSession):
    """A browser's session at one door."""

    tenancy: ClassVar[Tenancy] = Tenancy(agency=(door(),), portal=(door(),), worker=(door(),))

    door = models.CharField(max_length=20, default=this_login, db_index=True)

    objects: ClassVar[BaseSessionManager["DoorSession"]] = BaseSessionManager()  # type: ignore[assignment]  # stubs type the base manager narrowly

    class Meta:
        verbose_name = "session"
        verbose_name_plural = "sessions"

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that goes with this table."""
        from organizations.sessions import SessionStore

        return SessionStore
