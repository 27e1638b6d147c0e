"""Whether the access log is whole."""

from django.db import connection

_BROKEN = """
SELECT r.number FROM (
    SELECT *, lag(hash, 1, '') OVER (PARTITION BY organization_id ORDER BY number) AS before,
           row_number() OVER (PARTITION BY organization_id ORDER BY number) AS place
    FROM audit_accessrecord WHERE organization_id = %(organization)s
) r
JOIN audit_accessrecord a ON a.id = r.id
WHERE a.hash <> audit_digest(a) OR a.previous_hash <> r.before OR r.number <> r.place
ORDER BY r.number LIMIT 1
"""


def first_broken_number(organization_id: int) -> int | None:
    """The number of the first record that was changed or follows one taken out; None if all is whole.

    Sees what the running log-in's scope shows. A record cut off at the very end shows only against
    the chain's head, which no log-in can read; the owner compares it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN, {"organization": organization_id})
        row = cursor.fetchone()
    return int(row[0]) if row else None
