"""The four log-ins and the database, on an embedded or an ordinary PostgreSQL; may be run again."""

from typing import Any

import psycopg
from psycopg import sql

from organizations.rls import role

EXTENSIONS = ("btree_gist", "btree_gin", "pg_trgm")
LIMITS = {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s", "lock_timeout": "10s"}


def provision(connect: dict[str, Any], database: str, passwords: dict[str, str]) -> None:
    """Make or mend the log-ins and the database.

    `connect` are psycopg's arguments of an administrator; `passwords` has one for each of
    owner, agency, portal and worker. Nobody of the serving three owns or inherits anything.
    """
    with psycopg.connect(**connect, dbname="postgres", autocommit=True) as server:
        for login, password in passwords.items():
            _log_in(server, login, password)
        for login in ("agency", "portal", "worker"):
            grant = sql.SQL("GRANT {} TO {}").format(_name(login), _name("owner"))
            server.execute(grant)
        exists = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not exists:
            server.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin LOCALE 'C.UTF-8'"
                ).format(sql.Identifier(database), _name("owner"))
            )
    with psycopg.connect(**connect, dbname=database, autocommit=True) as inside:
        _furnish(inside, database)


def _name(login: str) -> sql.Identifier:
    return sql.Identifier(role(login))


def _log_in(server: psycopg.Connection[Any], login: str, password: str) -> None:
    if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role(login)]).fetchone():
        server.execute(sql.SQL("CREATE ROLE {}").format(_name(login)))
    server.execute(
        sql.SQL("ALTER ROLE {} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
            _name(login), sql.Literal(password)
        )
    )
    if login != "owner":
        for setting, value in LIMITS.items():
            server.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(_name(login), sql.Identifier(setting), value))


def _furnish(inside: psycopg.Connection[Any], database: str) -> None:
    for extension in EXTENSIONS:
        inside.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    inside.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    inside.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(_name("owner")))
    for login in ("agency", "portal", "worker"):
        inside.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), _name(login)))
        inside.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_name(login)))
