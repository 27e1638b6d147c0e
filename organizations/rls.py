"""Row-level security as the models declare it, written to the database and compared with it."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from organizations.tenancy import LOGINS, SERVING, Right, tables, tenancy_of

COMMAND_CODES = {"r": "select", "a": "insert", "w": "update", "d": "delete"}


def role(login: str) -> str:
    """The PostgreSQL role of a log-in's short name."""
    return f"tsunagi_{login}"


@dataclass(frozen=True)
class Policy:
    """One CREATE POLICY; `name` is unique on its table."""

    table: str
    login: str
    verb: str
    name: str
    predicate: str

    @property
    def described(self) -> str:
        """As `existing` says it."""
        using = self.predicate if self.verb != "insert" else None
        check = self.predicate if self.verb in ("insert", "update") else None
        return _described(self.verb, role(self.login), using, check)

    @property
    def sql(self) -> str:
        """The statement that makes it."""
        using = f" USING ({self.predicate})" if self.verb != "insert" else ""
        check = f" WITH CHECK ({self.predicate})" if self.verb in ("insert", "update") else ""
        return (
            f'CREATE POLICY "{self.name}" ON "{self.table}" FOR {self.verb.upper()} TO {role(self.login)}{using}{check}'
        )


def policies(model: type[Model]) -> list[Policy]:
    """The policies that a model's declaration asks for."""
    declared = tenancy_of(model)
    if declared is None:
        return []
    table = model._meta.db_table
    return [
        _policy(table, login, verb, right) for login in LOGINS for right in declared.of(login) for verb in right.verbs
    ]


def _policy(table: str, login: str, verb: str, right: Right) -> Policy:
    return Policy(table, login, verb, f"{login}_{verb}_{right.column or 'all'}", right.predicate)


def existing(cursor: CursorWrapper) -> dict[str, dict[str, str]]:
    """Policies in the database: table → {name: "verb to log-ins using … check …"}, whole, so that no part can drift."""
    cursor.execute(
        "SELECT c.relname, p.polname, p.polcmd, p.polpermissive,"
        " array(SELECT coalesce(r.rolname, 'public') FROM unnest(p.polroles) AS one(oid)"
        " LEFT JOIN pg_roles r ON r.oid = one.oid ORDER BY 1)::text[],"
        " pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)"
        " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
    )
    found: dict[str, dict[str, str]] = {}
    for table, name, command, permissive, roles, using, check in cursor.fetchall():
        verb = COMMAND_CODES.get(command, command)
        kind = "" if permissive else "restrictive "
        found.setdefault(table, {})[name] = kind + _described(verb, ",".join(roles), using, check)
    return found


def _described(verb: str, roles: str, using: str | None, check: str | None) -> str:
    return f"{verb} to {roles} using {_plain(using)} check {_plain(check)}"


def granted(cursor: CursorWrapper) -> dict[str, set[tuple[str, str]]]:
    """What the log-ins that serve, and everybody (`public`), may do in the database: table → {(role, verb)}."""
    cursor.execute(
        "SELECT c.relname, coalesce(r.rolname, 'public'), lower(a.privilege_type) FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a"
        " LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' AND coalesce(r.rolname, 'public') = ANY(%s)",
        [["public", *(role(login) for login in SERVING)]],
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for table, grantee, verb in cursor.fetchall():
        found.setdefault(table, set()).add((grantee, verb))
    return found


def wanted_grants(model: type[Model]) -> set[tuple[str, str]]:
    """As `granted`, from the declaration: exactly the verbs that some policy allows."""
    declared = tenancy_of(model)
    rights = ((login, right) for login in SERVING for right in (declared.of(login) if declared else ()))
    return {(role(login), verb) for login, right in rights for verb in right.verbs}


def _plain(condition: str | None) -> str:
    """A condition without the decoration that PostgreSQL adds when it prints it back."""
    if condition is None:
        return "-"
    return "".join(condition.replace("::text", "").replace("(", "").replace(")", "").split()).lower()


def wanted(model: type[Model]) -> dict[str, str]:
    """As `existing`, from the declaration."""
    return {policy.name: policy.described for policy in policies(model)}


def protected_tables(cursor: CursorWrapper) -> set[str]:
    """Tables whose row security is both enabled and forced on their owner."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relrowsecurity AND c.relforcerowsecurity"
    )
    return {name for (name,) in cursor.fetchall()}


def apply_after_migrate(**_kwargs: Any) -> None:
    """Bring policies and grants to what the code says; quick when nothing changed."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [[role(name) for name in LOGINS]])
        if cursor.fetchone()[0] != len(LOGINS):
            return  # `manage.py provision` makes the log-ins; the system check tells who forgot it
        present, grants, guarded = existing(cursor), granted(cursor), protected_tables(cursor)
        for model in tables():
            table = model._meta.db_table
            same = present.get(table, {}) == wanted(model) and grants.get(table, set()) == wanted_grants(model)
            if table not in guarded or not same:
                _secure(cursor, model, present.get(table, {}), guarded)


def _secure(cursor: CursorWrapper, model: type[Model], present: dict[str, str], guarded: set[str]) -> None:
    table = model._meta.db_table
    if table not in guarded:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    for name in present:
        cursor.execute(f'DROP POLICY "{name}" ON "{table}"')
    for policy in policies(model):
        cursor.execute(policy.sql)
    _grant(cursor, model)


def _grant(cursor: CursorWrapper, model: type[Model]) -> None:
    """Table rights: exactly the verbs that some policy allows."""
    table, declared = model._meta.db_table, tenancy_of(model)
    cursor.execute(f'REVOKE ALL ON "{table}" FROM PUBLIC, {", ".join(role(name) for name in SERVING)}')
    for login in SERVING:
        verbs = sorted({verb for right in (declared.of(login) if declared else ()) for verb in right.verbs})
        if not verbs:
            continue
        cursor.execute(f'GRANT {", ".join(verbs).upper()} ON "{table}" TO {role(login)}')
        if "insert" in verbs:
            _grant_sequence(cursor, model, login)


def _grant_sequence(cursor: CursorWrapper, model: type[Model], login: str) -> None:
    pk = model._meta.pk
    if pk is None or pk.column is None:
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', pk.column])
    sequence = cursor.fetchone()[0]
    if sequence:
        cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {role(login)}")
