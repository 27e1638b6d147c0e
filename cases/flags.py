"""The engine of follow-up flags.

Each app that knows something declares rules in its `flags.py`. A rule is one SELECT that gives
(municipality_id, case_id, due_on, severity, facts); the engine, in one statement a rule, raises what
is new, brings up to date what changed, resolves what no longer holds and leaves the rest alone. No row
is walked in Python, so a night for all municipalities is a few statements.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils.module_loading import autodiscover_modules

from cases.models import Flag, FlagKind


@dataclass(frozen=True)
class Found:
    """A rule's SELECT with its parameters. `%(municipality)s` and `%(today)s` are given by the engine."""

    sql: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A kind of flag, the rows that deserve it on a day, and its reason in words."""

    kind: FlagKind
    find: Callable[[date], Found]
    reason: Callable[[Flag], str]


_rules: dict[str, Rule] = {}


def rule(
    kind: FlagKind, *, reason: Callable[[Flag], str]
) -> Callable[[Callable[[date], Found]], Callable[[date], Found]]:
    """Declare a rule; `find(today)` returns the SELECT."""

    def declare(find: Callable[[date], Found]) -> Callable[[date], Found]:
        _rules[kind] = Rule(kind, find, reason)
        return find

    return declare


def rules() -> list[Rule]:
    """All rules, from every app's `flags.py`."""
    autodiscover_modules("flags")
    return [_rules[kind] for kind in sorted(_rules)]


def reason(flag: Flag) -> str:
    """Why the flag stands, in the reader's language."""
    rules()
    return _rules[flag.kind].reason(flag)


_SWEEP = """
WITH found AS MATERIALIZED (
    SELECT DISTINCT ON (case_id) municipality_id, case_id, due_on, severity, facts
    FROM ({select}) AS candidates (municipality_id, case_id, due_on, severity, facts)
    ORDER BY case_id, severity DESC, due_on
), standing AS MATERIALIZED (
    SELECT id, case_id, due_on, severity, facts FROM cases_flag
    WHERE kind = %(kind)s AND resolved_on IS NULL
      AND (%(municipality)s::bigint IS NULL OR municipality_id = %(municipality)s)
), raised AS (
    INSERT INTO cases_flag (municipality_id, case_id, kind, severity, due_on, facts, raised_on)
    SELECT f.municipality_id, f.case_id, %(kind)s, f.severity, f.due_on, f.facts, %(today)s
    FROM found f WHERE NOT EXISTS (SELECT 1 FROM standing s WHERE s.case_id = f.case_id)
    ORDER BY f.case_id
    ON CONFLICT (case_id, kind) WHERE resolved_on IS NULL DO NOTHING
    RETURNING 1
), resolved AS (
    UPDATE cases_flag SET resolved_on = %(today)s
    WHERE resolved_on IS NULL AND id IN (SELECT s.id FROM standing s WHERE NOT EXISTS (SELECT 1 FROM found f WHERE f.case_id = s.case_id))
    RETURNING 1
), updated AS (
    UPDATE cases_flag c SET due_on = f.due_on, severity = f.severity, facts = f.facts
    FROM found f JOIN standing s ON s.case_id = f.case_id
    WHERE c.id = s.id AND c.resolved_on IS NULL AND (s.due_on, s.severity, s.facts) IS DISTINCT FROM (f.due_on, f.severity, f.facts)
    RETURNING 1
)
SELECT (SELECT count(*) FROM raised), (SELECT count(*) FROM resolved),
       (SELECT count(*) FROM standing) - (SELECT count(*) FROM resolved), (SELECT count(*) FROM updated)
"""


def sweep(today: date, municipality_id: int | None = None) -> dict[str, dict[str, int]]:
    """Bring all flags to what holds on `today`; of one municipality, or of all.

    Returns {"raised": {kind: n}, "resolved": {kind: n}, "kept": {kind: n}}. A second run on the same
    day raises and resolves nothing. Runs as the worker, in one transaction of the caller.
    """
    counts: dict[str, dict[str, int]] = {"raised": {}, "resolved": {}, "kept": {}}
    for one in rules():
        found = one.find(today)
        values = {**found.parameters, "kind": one.kind, "today": today, "municipality": municipality_id}
        with connection.cursor() as cursor:
            cursor.execute(_SWEEP.format(select=found.sql), values)
            raised, resolved, kept, _updated = cursor.fetchone()
        counts["raised"][one.kind], counts["resolved"][one.kind], counts["kept"][one.kind] = raised, resolved, kept
    return counts
