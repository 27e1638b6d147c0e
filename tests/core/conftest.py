"""For what only other connections show: rows committed for real, and log-ins that are not put on by SET ROLE."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from config.environment import local_secrets
from organizations.rls import role
from tests.cast import Cast, build

#: Written by migrations; everything else is the test's.
KEPT = {"django_migrations", "django_content_type", "auth_permission", "consent_legalprovision"}


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast, committed; afterwards every table is as the migrations left it."""
    with django_db_blocker.unblock():
        _empty()
        try:
            yield build()
        finally:
            _empty()
            connection.close()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # foreign keys: all their ends go
        for table in sorted(set(connection.introspection.table_names(cursor)) - KEPT):
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SET session_replication_role = origin")


Work = Callable[[], Any]


@pytest.fixture
def at_once() -> Iterator[Callable[..., list[Future[Any]]]]:
    """`at_once("portal", work, work)`: each in a thread of its own, on a connection that logged in as that role."""
    with ThreadPoolExecutor(8) as pool:
        yield lambda login, *works: [pool.submit(_logged_in, login, work) for work in works]


def _logged_in(login: str, work: Work) -> Any:
    connection.close()
    connection.settings_dict = {
        **connection.settings_dict,
        "USER": role(login),
        "PASSWORD": local_secrets()[login],
    }
    try:
        return work()
    finally:
        connection.close()


@pytest.fixture
def quick_passwords(settings: Any) -> None:
    """What is tested is not the hash; and the counters of the rate limits begin at nothing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
