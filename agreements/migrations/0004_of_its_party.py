"""What a party says names its copy together with whose it is, and a report its path likewise.

Row security lets the portal write rows of its own organisation, and cannot look at what they point to. These keys do: a
comment or an opinion on another party's copy is not written at all.
"""

from django.db import migrations, models

_TABLES = ("reviewcomment", "partyopinion")


def _key(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE agreements_{table} ADD CONSTRAINT {table}_of_the_own_copy"
        " FOREIGN KEY (copy_id, organization_id, municipality_id)"
        " REFERENCES agreements_partycopy (id, organization_id, municipality_id)",
        f"ALTER TABLE agreements_{table} DROP CONSTRAINT {table}_of_the_own_copy",
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_whole_life")]

    operations = [
        migrations.AddConstraint(
            model_name="agreedpath",
            constraint=models.UniqueConstraint(fields=("id", "utility", "municipality"), name="path_of_its_utility"),
        ),
        *map(_key, _TABLES),
    ]
