"""The statement that writes some thousand reports with all that belongs to them, and its arguments.

Row security lets no COPY into a table, and a log-in that serves may make no temporary one; so the columns come as
arrays and one statement writes them to all tables. Which columns a table has, and what stands in those that a list
does not fill, is read from the models.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone
from psycopg import sql

from consent.models import Consent, ProtectionGround
from consent.vocabulary import Route
from organizations.actors import Actor
from organizations.models import Office
from referrals.importing.arrays import plain_array, text_array
from referrals.importing.rows import Columns
from referrals.models import Channel, ImportRun, Referral, Source, StopBasis, Triage

#: The arrays of the rows, in the order of `arguments`, with their types in the database.
_DRAWN = {"id": "uuid", "submission": "uuid", "disclosure_id": "uuid", "receipt_number": "text", "number": "int"}
_STATED = {
    "customer_number": "text",
    "name": "text",
    "kana": "text",
    "phone": "text",
    "postal_code": "text",
    "address": "text",
    "supply_kind": "text",
    "supply_point": "text",
    "arrears_since": "date",
    "arrears_months": "int",
    "arrears_yen": "int",
    "deferred_until": "date",
    "notice_on": "date",
    "stop_on": "date",
    "note": "text",
    "danger": "text",
    "given_by": "text",
    "consent_on": "date",
    "taken_by": "text",
    "interest": "text",
    "why_protect": "text",
    "why_no_consent": "text",
}
_ARRAYS = {**_DRAWN, **_STATED}


def arguments(drawn: Sequence[Sequence[object]], columns: Columns, stands: str) -> list[str]:
    """The statement's arguments: an array for each column, then what the stands have in common, as JSON."""
    stated = [getattr(columns, name) for name in _STATED]
    arrays = zip([*drawn, *stated], _ARRAYS.values(), strict=True)
    return [*(text_array(column) if kind == "text" else plain_array(column) for column, kind in arrays), stands]


def statement(actor: Actor, office: Office, run: ImportRun | None, at: datetime, routes: Collection[Route]) -> str:
    """One statement for rows that cross on these grounds at this moment."""
    parts = [("rows", _ROWS.format(arrays=_arrays(), names=", ".join(_ARRAYS), stands=f"${len(_ARRAYS) + 1}"))]
    grounds = {Route.A: (Consent, _consent(actor)), Route.B: (ProtectionGround, _protection(actor))}
    for route, (model, columns) in grounds.items():
        if route in routes:
            where = f" WHERE route = '{route}'"
            parts.append((f"ground_{route}", _insert(model, columns, where)))
            history = model.history.model  # type: ignore[attr-defined]  # simple-history adds it at run time
            parts.append((f"history_{route}", _insert(history, columns | _history(), where)))
    report = _report(actor, office, run, at)
    parts.append(("report", _insert(Referral, report)))
    parts.append(("history", _insert(Referral.history.model, report | _history())))
    begun = ",\n".join(f"{name} AS {'MATERIALIZED ' * (name == 'rows')}({text})" for name, text in parts)
    return f"WITH {begun}\n{_insert(Triage, _triage(actor, at))}"


_ROWS = """
SELECT ordered.*,
       CASE route WHEN 'A' THEN nextval('consent_consent_id_seq') END AS consent_id,
       CASE route WHEN 'B' THEN nextval('consent_protectionground_id_seq') END AS protection_id
  FROM (SELECT * FROM unnest({arrays}) WITH ORDINALITY AS given({names}, place)
          JOIN jsonb_to_recordset({stands}::jsonb) AS stand(
               number int, municipality_id bigint, agency_id bigint, route text, path_id bigint, means text, items varchar(20)[],
               recipients bigint[], purposes varchar(30)[]) USING (number)
         ORDER BY place) AS ordered"""


def _arrays() -> str:
    return ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(_ARRAYS.values(), start=1))


def _insert(model: type[models.Model], columns: Mapping[str, str], where: str = "") -> str:
    """Insert one row for each of `rows`; what `columns` do not name has the model's default."""
    fields = [field for field in model._meta.concrete_fields if not _is_made_by_the_database(field, columns)]
    given = {str(field.column): columns.get(str(field.column)) or _literal(_default(field)) for field in fields}
    unknown = set(columns).difference(given)
    if unknown:
        raise LookupError(f"{model._meta.label} has no column {', '.join(sorted(unknown))}")
    listed, values = ", ".join(f'"{name}"' for name in given), ", ".join(given.values())
    return f'INSERT INTO "{model._meta.db_table}" ({listed}) SELECT {values} FROM rows{where}'  # noqa: S608 - names and defaults of the models, values are arguments


def _is_made_by_the_database(field: "models.Field[Any, Any]", columns: Mapping[str, str]) -> bool:
    return field.generated or (isinstance(field, models.AutoField) and field.column not in columns)


def _default(field: "models.Field[Any, Any]") -> Any:
    return field.get_db_prep_save(field.get_default(), connection)


def _literal(value: Any) -> str:
    return sql.Literal(value).as_string(connection.connection)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _history() -> dict[str, str]:
    """The first state, as `simple_history` writes it where there is no request."""
    return {"history_date": _literal(timezone.now()), "history_type": "'+'", "history_change_reason": "NULL"}


def _consent(actor: Actor) -> dict[str, str]:
    stated = _same("municipality_id", "given_by", "taken_by", "means", "items", "recipients", "purposes")
    return {
        **stated,
        "id": "consent_id",
        "organization_id": _literal(actor.organization_id),
        "subject": "submission",
        "given_at": "consent_on::timestamp AT TIME ZONE 'Asia/Tokyo'",
    }


def _protection(actor: Actor) -> dict[str, str]:
    return {
        **_same("municipality_id", "interest", "why_protect", "why_no_consent"),
        "id": "protection_id",
        "organization_id": _literal(actor.organization_id),
        "subject": "submission",
        "judged_by": _literal(actor.name),
        "judged_at": _literal(timezone.now()),
    }


def _report(actor: Actor, office: Office, run: ImportRun | None, at: datetime) -> dict[str, str]:
    stated = [name for name in _STATED if name in {field.column for field in Referral._meta.concrete_fields}]
    common = ("municipality_id", "agency_id", "route", "consent_id", "protection_id")
    return {
        **_same("id", "submission", "disclosure_id", "receipt_number", *common, *stated),
        "channel": _literal(Channel.FILE.value),
        "source": _literal(Source.UTILITY.value),
        "utility_id": _literal(actor.organization_id),
        "office_id": _literal(office.pk),
        "submitted_by_id": _literal(actor.user_id),
        "submitted_at": _literal(at),
        "import_run_id": _literal(run.pk if run else None),
        "agreed_path_id": "path_id",
        "danger_to_life": "danger = 't'",
        "scheduled_stop_on": "stop_on",
        "stop_basis": f"CASE WHEN stop_on IS NULL THEN '{StopBasis.UNKNOWN}' ELSE '{StopBasis.NOTIFIED}' END",
    }


def _triage(actor: Actor, at: datetime) -> dict[str, str]:
    return {
        "referral_id": "id",
        "municipality_id": "municipality_id",
        "utility_id": _literal(actor.organization_id),
        "received_at": _literal(at),
        "is_urgent": "danger = 't'",
    }
