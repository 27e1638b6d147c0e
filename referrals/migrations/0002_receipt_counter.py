"""Agencies give receipt numbers too: a counter belongs to an organisation of either kind."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A utility's key is its organisation's, so the rows stay as they are."""

    dependencies = [("referrals", "0001_initial"), ("organizations", "0002_first_invitation")]

    operations = [
        migrations.RemoveConstraint(model_name="receiptcounter", name="receipt_counter_once"),
        migrations.RenameField(model_name="receiptcounter", old_name="utility", new_name="organization"),
        migrations.AlterField(
            model_name="receiptcounter",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.organization"
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptcounter",
            constraint=models.UniqueConstraint(fields=("organization", "fiscal_year"), name="receipt_counter_once"),
        ),
    ]
