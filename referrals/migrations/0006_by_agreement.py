"""By which agreement a report was made.

The portal's log-in writes reports, and a path of another utility or municipality must not stand in one: the key names
all three. Where a report was made without an agreement it asks nothing.
"""

import django.db.models.deletion
from django.db import migrations, models

_KEY = "report_by_the_own_path"


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0004_of_its_party"),
        ("referrals", "0005_disclosure_required"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalreferral",
            name="agreed_path",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.agreedpath",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="agreed_path",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.agreedpath",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="agreed_path",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.agreedpath",
            ),
        ),
        migrations.RunSQL(
            f"ALTER TABLE referrals_referral ADD CONSTRAINT {_KEY} FOREIGN KEY (agreed_path_id, utility_id, municipality_id)"
            " REFERENCES agreements_agreedpath (id, utility_id, municipality_id)",
            f"ALTER TABLE referrals_referral DROP CONSTRAINT {_KEY}",
        ),
    ]
