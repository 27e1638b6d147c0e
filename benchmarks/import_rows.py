"""How fast a list becomes reports, beside what PostgreSQL does at most and beside two other ways, all in one run.

    ./run python benchmarks/import_rows.py [--rows 100000] [--slow-rows 2000]

1. `import_referrals`: read, checked, asked about at the gate, written to six tables, each batch committed.
2. COPY of the very same rows into the same six tables: text that is ready, as administrator, whom row security does not
   bind; indexes, constraints and foreign keys work as ever, and it is committed once.
3. COPY into `referrals_referral` alone, likewise.
4. django-import-export with `use_bulk` into the same table alone, without gate, ledger, ground or history: as its manual
   writes a resource, and once more with everything left out that can be left out (no foreign key is looked at, no row
   looked for); and
5. `submit_report` for one row after the other; these with fewer rows.
"""

import gc
import io
import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import ground

#: All that an import writes to, parents first; the last is the report's own.
TABLES = (
    "consent_consent",
    "consent_historicalconsent",
    "consent_disclosure",
    "referrals_referral",
    "referrals_historicalreferral",
    "referrals_triage",
)
OWN = "referrals_referral"
REST = (OWN, "referrals_historicalreferral", "referrals_triage")


def main() -> None:
    """Measure and print."""
    options = ArgumentParser()
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--slow-rows", type=int, default=10_000)
    asked = options.parse_args()
    with ground.database(), TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        ground.write_list(path, asked.rows)
        print(told(run(path, asked.rows, asked.slow_rows), asked.rows))


@dataclass
class Rates:
    """Rows a second."""

    complete: float = 0
    all_tables: float = 0
    one_table: float = 0
    import_export: float = 0
    import_export_bare: float = 0
    one_by_one: float = 0


def run(path: Path, rows: int, slow_rows: int) -> Rates:
    """Each against tables that were empty before; the import twice, of which the second counts."""
    rates = Rates()
    import_rows(path, rows)
    prepared = {table: copied_out(table) for table in TABLES}
    empty()
    rates.all_tables = copied_in(prepared, rows)
    empty()
    rates.complete = import_rows(path, rows)
    own = copied_out(OWN)
    empty(*REST)  # the report alone still finds its consent and its row in the ledger
    rates.one_table = copied_in({OWN: own}, rows)
    empty(*REST)
    rates.import_export = import_export(own, max(slow_rows // 10, 1), is_bare=False)
    empty(*REST)
    rates.import_export_bare = import_export(own, slow_rows, is_bare=True)
    empty()
    rates.one_by_one = one_by_one(path, max(slow_rows // 20, 1))
    return rates


def told(rates: Rates, rows: int) -> str:
    """The table, and the ratios."""

    def line(words: str, rate: float) -> str:
        ratio = f"import is {rates.complete / rate:5.2f} x" if rate else ""
        return f"{words:<62}{rate:>9,.0f} rows/s   {ratio}"

    return "\n".join(
        (
            f"{rows:,} rows",
            line("import_referrals: checked, at the gate, all tables, committed", rates.complete),
            line("raw COPY of the same rows into the same tables", rates.all_tables),
            line(f"raw COPY into {OWN} alone", rates.one_table),
            line("django-import-export, use_bulk, into that table alone", rates.import_export),
            line("the same without any look at the database", rates.import_export_bare),
            line("submit_report, one after the other", rates.one_by_one),
        )
    )


@contextmanager
def administrator() -> Iterator[Any]:
    """A connection that row security does not bind."""
    import psycopg

    with psycopg.connect(**ground.administrator(), dbname=ground.DATABASE) as connection:
        yield connection


def import_rows(path: Path, rows: int) -> float:
    """Rows a second."""
    from django.core.management import call_command

    gc.collect()
    said = io.StringIO()
    call_command("import_referrals", str(path), utility=ground.UTILITY, user=ground.USER, json=True, stdout=said)
    answer = json.loads(said.getvalue())
    if answer["accepted"] != rows:
        raise SystemExit(f"only {answer['accepted']} of {rows} rows were accepted: {answer['errors'][:3]}")
    return rows / float(answer["seconds"])


def copied_out(table: str) -> tuple[str, bytes]:
    """The columns that can be written, and the rows as COPY takes them."""
    with administrator() as server:
        columns = server.execute(
            "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        ).fetchone()[0]
        with server.cursor().copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
            return columns, b"".join(bytes(block) for block in copy)


def copied_in(prepared: dict[str, tuple[str, bytes]], rows: int) -> float:
    """Rows a second, the commit with its foreign keys included."""
    started = time.perf_counter()
    with administrator() as server:
        for table, (columns, content) in prepared.items():
            with server.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for place in range(0, len(content), 1 << 18):
                    copy.write(content[place : place + (1 << 18)])
        server.commit()
    return rows / (time.perf_counter() - started)


def empty(*tables: str) -> None:
    """Nothing is left in these tables, or in all; what the server keeps of it is written out, so that each begins alike."""
    with administrator() as server:
        server.execute(f"TRUNCATE {', '.join(tables or TABLES)}, notifications_notice CASCADE")
        server.commit()
        server.autocommit = True
        server.execute("CHECKPOINT")


@contextmanager
def at_the_portal() -> Iterator[Any]:
    """The company's person, with the portal's rights and scope."""
    from organizations.actors import Actor
    from organizations.models import RoleAssignment
    from organizations.scope import log_in_as, scope

    roles = RoleAssignment.objects.select_related("user", "organization", "municipality")
    actor = Actor.of(roles.get(user__email=ground.USER))
    with log_in_as("portal"), scope(organization=actor.organization_id, user=actor.user_id):
        yield actor


@contextmanager
def unbound() -> Iterator[None]:
    """Django's connection as administrator: the portal's log-in may not look into the ledger, as foreign keys need."""
    from django.db import connection

    before, given = dict(connection.settings_dict), ground.administrator()
    connection.close()
    connection.settings_dict.update(USER=given["user"], PASSWORD=given["password"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def import_export(prepared: tuple[str, bytes], rows: int, *, is_bare: bool) -> float:
    """Rows a second, in bulk; bare: no differences, no look for what is there."""
    import tablib
    from import_export import fields, resources, widgets

    from referrals.models import Referral

    columns = prepared[0].replace('"', "").split(", ")
    by_column = {field.column: field for field in Referral._meta.concrete_fields}
    # What has a default needs no cell.
    needed = [name for name, field in by_column.items() if not field.has_default() and name != "sealed"]
    taken = [columns.index(name) for name in (*needed, "id", "stop_basis") if name in columns]
    lines = (line.split("\t") for line in prepared[1].decode().splitlines()[:rows])
    cells = [["" if line[place] == "\\N" else line[place] for place in taken] for line in lines]
    headings = [columns[place] for place in taken]

    class OrNone(widgets.CharWidget):  # type: ignore[misc]  # the package has no annotations
        """A key as it is, without the question for each row whether it is there."""

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return value or None

    def field_of(column: str) -> Any:
        found = by_column[column]
        if found.is_relation and not is_bare:
            return fields.Field(
                attribute=found.name, column_name=column, widget=widgets.ForeignKeyWidget(found.related_model)
            )
        widget = OrNone if found.is_relation else resources.ModelResource.widget_from_django_field(found)
        return fields.Field(attribute=found.attname, column_name=column, widget=widget())

    meta = type("Meta", (), {
        "model": Referral, "fields": tuple(headings), "import_id_fields": ("id",), "use_bulk": True, "batch_size": 1000,
        "skip_diff": is_bare, "force_init_instance": is_bare, "use_transactions": False,
    })  # fmt: skip
    made = {"Meta": meta, **{name: field_of(name) for name in headings}}
    resource = type("Reports", (resources.ModelResource,), made)()
    started = time.perf_counter()
    with unbound():
        result = resource.import_data(tablib.Dataset(*cells, headers=headings), raise_errors=True)
    seconds = time.perf_counter() - started
    if result.totals["new"] != len(cells):
        raise SystemExit(f"django-import-export took {result.totals}")
    return len(cells) / seconds


def one_by_one(path: Path, rows: int) -> float:
    """Rows a second, each a report as the portal's pages send it."""
    from django.utils import timezone

    from organizations.models import Utility
    from referrals.actions import submit_report
    from referrals.importing.checking import Checker
    from referrals.importing.columns import arrange
    from referrals.importing.grounds import report_of
    from referrals.importing.table import open_table

    with at_the_portal() as actor, open_table(path) as table:
        utility = Utility.objects.get(pk=actor.organization_id)
        office, at = utility.offices.get(), timezone.now()
        checker = Checker(
            arrangement=arrange(table.headings), utility=utility, office=office, at=at, actor_name=actor.name
        )
        checked = checker.check(list(islice(table.rows, rows)))
        reports = [
            report_of(row.stand.seen, row.values, office.pk, actor.name, uuid4())
            for row in checked
            if row.stand and row.values
        ]
        started = time.perf_counter()
        for report in reports:
            submit_report(actor=actor, report=report)
    return len(reports) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
