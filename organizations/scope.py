"""The scope of a request, a task or a command: whose rows the database shows.

`scope` is the only place that sets it. The values hold for one transaction (`set_config` with
`is_local`), so a connection that is used again carries nothing over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg.pq import TransactionStatus


@dataclass(frozen=True)
class Scope:
    """Ids of the municipality, the organisation and the person in whose name the database is asked.

    `invitation` is the digest of the letter that an invited person holds, and nothing else opens it.
    """

    municipality: int | None = None
    organization: int | None = None
    user: int | None = None
    invitation: str = ""


EMPTY = Scope()


def current() -> Scope:
    """The scope that the database has now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"nullif(current_setting('app.{name}', true), '')" for name in _NAMES))
        row = cursor.fetchone()
    *ids, invitation = row
    municipality, organization, user = (int(value) if value else None for value in ids)
    return Scope(municipality, organization, user, invitation or "")


_NAMES = ("municipality", "organization", "user", "invitation")


def _set(wanted: Scope) -> None:
    values = [str(getattr(wanted, name) or "") for name in _NAMES]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"set_config('app.{name}', %s, true)" for name in _NAMES), values)


@contextmanager
def scope(
    *,
    municipality: int | None = None,
    organization: int | None = None,
    user: int | None = None,
    invitation: str = "",
) -> Iterator[Scope]:
    """One transaction in which the database shows the rows of this scope; nested, the outer one returns after."""
    nested = connection.in_atomic_block
    wanted = Scope(municipality, organization, user, invitation)
    before = current() if nested else EMPTY
    with transaction.atomic():
        _set(wanted)
        yield wanted
        if nested and not connection.needs_rollback:
            _set(before)  # after an exception the rollback has done it, and a failed transaction takes no statement


def narrow(wanted: Scope) -> None:
    """Change the scope within the running transaction, for the middleware that learns it step by step."""
    if not connection.in_atomic_block:
        raise RuntimeError("A scope lives in a transaction; use scope().")
    _set(wanted)


@contextmanager
def log_in_as(login: str) -> Iterator[None]:
    """Act with another log-in's rights (SET ROLE): for the owner's demonstration data and for tests.

    None of the log-ins that serve is a member of another, so only the owner or a superuser can.
    """
    from organizations.rls import role

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        (before,) = cursor.fetchone()
        cursor.execute(f"SET ROLE {role(login)}")
    try:
        yield
    finally:
        if not (connection.needs_rollback or _has_failed()):  # else the rollback takes the role back as well
            with connection.cursor() as cursor:
                cursor.execute(f'SET ROLE "{before}"')


def _has_failed() -> bool:
    """Whether the running transaction takes no more statements."""
    return (
        connection.connection is not None and connection.connection.info.transaction_status == TransactionStatus.INERROR
    )
