"""People and households that are there already get the keys of matching."""

from typing import Any

from django.db import migrations

from japanese.text import (
    address_key,
    address_parts,
    halves,
    kana_key,
    name_key,
    phone_key,
    reading,
    reading_skeleton,
)

_TABLES = ("cases_household", "cases_person")
_AT_ONCE = 1000


def _row_security(schema_editor: Any, how: str) -> None:
    """Row security is forced on the owner too (rule 21), so it steps aside for the length of this transaction."""
    for table in _TABLES:
        schema_editor.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")


def fill(apps: Any, schema_editor: Any) -> None:
    """Folding is Python's, so the keys are reckoned here and not in SQL; the history keeps what it had."""
    _row_security(schema_editor, "NO FORCE")
    _households(apps.get_model("cases", "Household"), _cities(apps))
    _people(apps.get_model("cases", "Person"))
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _row_security(schema_editor, "FORCE")


def _cities(apps: Any) -> dict[int, str]:
    return dict(apps.get_model("organizations", "Municipality").objects.values_list("pk", "name"))


def _households(model: Any, cities: dict[int, str]) -> None:
    fields = ["address_key", "place_key", "block_key"]
    for rows in _batches(model.objects.only("municipality_id", "address")):
        for row in rows:
            parts = address_parts(row.address, cities.get(row.municipality_id, ""))
            row.address_key = address_key(row.address)[:300]
            row.place_key, row.block_key = parts.key[:320], parts.block[:320]
        model.objects.bulk_update(rows, fields)


def _people(model: Any) -> None:
    fields = ["name_key", "kana_key", "phone_key", "kana_head", "kana_tail"]
    for rows in _batches(model.objects.only("name", "kana", "phone")):
        for row in rows:
            row.name_key, row.kana_key, row.phone_key = name_key(row.name), kana_key(row.kana), phone_key(row.phone)
            row.kana_head, row.kana_tail = halves(reading_skeleton(reading(row.name_key, row.kana_key)))
        model.objects.bulk_update(rows, fields)


def _batches(rows: Any) -> Any:
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        yield found
        last = found[-1].pk


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("cases", "0002_matching_and_merging")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
