"""What somebody declares names its appointment, summons, copy or request together with whose it is.

Row security lets the portal write rows of the signed-in person, or of the organisation, and cannot look at what they
point to. These keys do: a pledge for another's appointment, an opening of another's copy, an answer to what another
organisation was asked are not written at all. They are checked at once and not at the end of the transaction, so that
the row pointed to stays as it is until what was written is kept. Where a declaration came on paper from somebody
without a log-in its person is empty, and the key asks nothing.
"""

from django.db import migrations, models

#: name → (table, its column, table pointed to, whose it is there, whose it is here)
KEYS = {
    "acceptance_for_oneself": ("acceptance", "appointment_id", "appointment", "user_id", "user_id"),
    "pledge_for_oneself": ("pledge", "appointment_id", "appointment", "user_id", "user_id"),
    "reply_to_the_own_summons": ("summonsreply", "summons_id", "summons", "user_id", "user_id"),
    "opening_of_the_own_copy": ("copyopening", "copy_id", "papercopy", "reader_id", "user_id"),
    "answer_of_the_addressee": (
        "cooperationanswer",
        "request_id",
        "cooperationrequest",
        "addressed_to_id",
        "organization_id",
    ),
}


def _key(name: str) -> migrations.RunSQL:
    table, column, target, theirs, ours = KEYS[name]
    return migrations.RunSQL(
        f"ALTER TABLE support_meetings_{table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, {ours}, municipality_id)"
        f" REFERENCES support_meetings_{target} (id, {theirs}, municipality_id)",
        f"ALTER TABLE support_meetings_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("support_meetings", "0004_copy_again")]

    operations = [
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(fields=("id", "user", "municipality"), name="appointment_of_its_person"),
        ),
        migrations.AddConstraint(
            model_name="summons",
            constraint=models.UniqueConstraint(fields=("id", "user", "municipality"), name="summons_of_its_person"),
        ),
        migrations.AddConstraint(
            model_name="papercopy",
            constraint=models.UniqueConstraint(fields=("id", "reader", "municipality"), name="copy_of_its_reader"),
        ),
        migrations.AddConstraint(
            model_name="cooperationrequest",
            constraint=models.UniqueConstraint(
                fields=("id", "addressed_to", "municipality"), name="request_to_its_addressee"
            ),
        ),
        *map(_key, KEYS),
    ]
