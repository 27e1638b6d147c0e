"""The embedded PostgreSQL with its four log-ins, the cast, and browsers at the right door.

The test's own connection is an administrator's: what it reads, it reads whole. A `browser` sends its
requests under the door's log-in (SET ROLE), so that row security is in force in every view.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.signals import setting_changed
from django.db import connection
from django.test import Client, override_settings
from django.test.signals import root_urlconf_changed
from django.urls import set_urlconf

from organizations.actors import Actor

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "test_tsunagi"


def pytest_configure() -> None:
    """Whoever changes the door keeps what has been read of each door's URLs.

    Django would read them all anew at each change, that is twice for each request of a `DoorClient`. It keeps
    them by the name of their module, so those of one door are never taken for the other's.
    """
    setting_changed.disconnect(root_urlconf_changed)
    setting_changed.connect(_leave_the_urls)


def _leave_the_urls(*, setting: str, **_more: object) -> None:
    """The other half of what Django does when ROOT_URLCONF changes."""
    if setting == "ROOT_URLCONF":
        set_urlconf(None)


def _fingerprint() -> str:
    """Changes when a migration, a model or a policy may have changed."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/models.py"), *ROOT.glob("*/models/*.py")]
    files += [ROOT / "organizations/tenancy.py", ROOT / "organizations/rls.py", ROOT / "requirements.lock"]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _administrator() -> dict[str, Any]:
    from config import embedded
    from config.environment import local_secrets

    return {
        "host": str(embedded.ensure_running(settings.HOME)),
        "user": "postgres",
        "password": local_secrets()["superuser"],
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """The real way to a database: provision, then migrate as its owner; then test as administrator."""
    from config.management.commands.provision import provision_embedded

    stamp = settings.HOME / "migrated"
    administrator = _administrator()
    database = connection.settings_dict
    with django_db_blocker.unblock():
        fresh = not stamp.exists() or stamp.read_text() != _fingerprint()
        if fresh:
            with psycopg.connect(**administrator, dbname="postgres", autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        provision_embedded(DATABASE)
        connection.close()
        database["NAME"] = DATABASE
        if fresh:
            call_command("migrate", verbosity=0)
            stamp.write_text(_fingerprint())
        connection.close()
        database["USER"], database["PASSWORD"] = "postgres", administrator["password"]
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def cast(db: None) -> Any:
    """See tests/cast.py."""
    from tests.cast import build

    return build()


class DoorClient(Client):
    """A browser at one door: its URLs, its cookies, its database log-in."""

    def __init__(self, door: str, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.door = door

    @contextmanager
    def at_the_door(self) -> Iterator[None]:
        """Settings and database role of the door's process."""
        from organizations.scope import log_in_as

        here = {
            "DOOR": self.door,
            "ROOT_URLCONF": f"config.urls_{self.door}",
            "SESSION_COOKIE_NAME": f"tsunagi_{self.door}_session",
            "CSRF_COOKIE_NAME": f"tsunagi_{self.door}_csrf",
        }
        with override_settings(**here), log_in_as(self.door):
            yield

    def request(self, **request: Any) -> Any:
        """One request, as the door's process would serve it."""
        with self.at_the_door():
            return super().request(**request)

    def sign_in(self, role: Any) -> None:
        """As after a log-in, in this role."""
        with self.at_the_door():
            self.force_login(role.user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = self.session
            session["role"] = role.pk
            session.save()


@pytest.fixture
def browser(cast: Any, settings: Any) -> Callable[[str], DoorClient]:
    """`browser("caseworker")` is signed in at the right door; `browser("", door="portal")` is a stranger."""
    settings.MFA_REQUIRED = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }

    def open_browser(name: str, door: str = "agency", **defaults: Any) -> DoorClient:
        client = DoorClient(cast.door(name) if name else door, **defaults)
        if name:
            client.sign_in(cast.roles[name])
        return client

    return open_browser


@pytest.fixture
def acting(cast: Any) -> Callable[[str], AbstractContextManager[Actor]]:
    """`with acting("staff") as actor:` calls actions under the right log-in and scope."""
    return acting_of(cast)


def acting_of(cast: Any) -> Callable[[str], AbstractContextManager[Actor]]:
    """The fixture `acting` for this cast."""
    from organizations.scope import log_in_as, scope

    @contextmanager
    def act(name: str) -> Iterator[Actor]:
        actor = cast.actor(name)
        with (
            override_settings(DOOR=cast.door(name), ROOT_URLCONF=f"config.urls_{cast.door(name)}"),
            log_in_as(cast.door(name)),
            scope(municipality=actor.municipality_id, organization=actor.organization_id, user=actor.user_id),
        ):
            yield actor

    return act


@pytest.fixture
def world(cast: Any, acting: Any) -> Any:
    """See tests/world.py."""
    from tests.world import build_world

    return build_world(cast, acting)
