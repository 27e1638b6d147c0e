"""System checks: no table without a declared scope, no declaration without its policy."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from organizations import rls
from organizations.tenancy import tables, tenancy_of


def register() -> None:
    """Called once by the app's configuration."""
    checks.register(every_model_declares)
    checks.register(policies_match, checks.Tags.database)


def every_model_declares(**_kwargs: Any) -> list[checks.CheckMessage]:
    """E001: a model says nothing about who may see its rows."""
    return [
        checks.Error(
            f"{model._meta.label} declares no tenancy.",
            hint="Add `tenancy = Tenancy(…)` to the model, or a row to organizations.tenancy.LIBRARIES.",
            id="organizations.E001",
        )
        for model in tables()
        if tenancy_of(model) is None
    ]


def policies_match(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[checks.CheckMessage]:
    """E002: the database's policies differ from the declarations. E003: row security is off. E004: so do grants."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            existing, guarded, granted = rls.existing(cursor), rls.protected_tables(cursor), rls.granted(cursor)
            present = set(connections[alias].introspection.table_names(cursor))
        for model in tables():
            table = model._meta.db_table
            if table not in present:
                continue  # not migrated yet; `migrate` says so
            if table not in guarded:
                found.append(checks.Error(f"Row security of {table} is off.", id="organizations.E003"))
            hint = "Run `manage.py provision` and `manage.py migrate`."
            if existing.get(table, {}) != rls.wanted(model):
                sentence = f"The policies of {table} differ from the code."
                found.append(checks.Error(sentence, hint=hint, id="organizations.E002"))
            if granted.get(table, set()) != rls.wanted_grants(model):
                sentence = f"The rights of the log-ins on {table} differ from the code."
                found.append(checks.Error(sentence, hint=hint, id="organizations.E004"))
    return found
