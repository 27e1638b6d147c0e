"""A copy that was taken back may be issued to the same member again, under a new number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support_meetings", "0003_chair_and_provisional")]

    operations = [
        migrations.RemoveConstraint(model_name="papercopy", name="copy_one_for_each_member"),
        migrations.AddConstraint(
            model_name="papercopy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("paper", "member"),
                name="copy_one_for_each_member",
            ),
        ),
    ]
