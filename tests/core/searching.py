"""Where a name lies in the database, whatever the table, column or type."""

from django.db import connection


def tables_naming(words: str) -> dict[str, int]:
    """{table: rows} that hold the words in any column: text, JSON, arrays, bytes; history tables included."""
    as_bytes = words.encode().hex()
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE strpos(t::text, %s) > 0 OR strpos(t::text, %s) > 0',
                [words, as_bytes],
            )
            (rows,) = cursor.fetchone()
            if rows:
                found[table] = rows
    return found


def row_counts() -> dict[str, int]:
    """{table: rows} of every table that has any."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return {table: count for table, count in counts.items() if count}
