"""Keys by which matching finds a household, and the record of two cases that became one."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("organizations", "0003_utility_code"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseMerge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "moved",
                    models.JSONField(default=dict, help_text="mover → keys of rows and of their versions; no data"),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "verbose_name": "merge of two cases",
                "verbose_name_plural": "merges of cases",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="folded",
                to="cases.case",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cases.case",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="historicalhousehold",
            name="block_key",
            field=models.CharField(default="", editable=False, max_length=320),
        ),
        migrations.AddField(
            model_name="historicalhousehold",
            name="place_key",
            field=models.CharField(default="", editable=False, max_length=320),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="kana_head",
            field=models.CharField(default="", editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="kana_tail",
            field=models.CharField(default="", editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="household",
            name="block_key",
            field=models.CharField(default="", editable=False, max_length=320),
        ),
        migrations.AddField(
            model_name="household",
            name="place_key",
            field=models.CharField(default="", editable=False, max_length=320),
        ),
        migrations.AddField(
            model_name="person",
            name="kana_head",
            field=models.CharField(default="", editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="person",
            name="kana_tail",
            field=models.CharField(default="", editable=False, max_length=60),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["municipality", "block_key"], name="household_by_block"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["municipality", "kana_head"], name="person_by_kana_head"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["municipality", "kana_tail"], name="person_by_kana_tail"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("status", "closed"), models.Q(("merged_into", models.F("id")), _negated=True)),
                    _connector="OR",
                ),
                name="case_merged_is_closed",
            ),
        ),
        migrations.AddField(
            model_name="casemerge",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="casemerge",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.municipality"
            ),
        ),
        migrations.AddField(
            model_name="casemerge",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges_out",
                to="cases.case",
                verbose_name="merged case",
            ),
        ),
        migrations.AddField(
            model_name="casemerge",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges_in",
                to="cases.case",
                verbose_name="case that stays",
            ),
        ),
        migrations.AddField(
            model_name="casemerge",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="casemerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("source",), name="case_merged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="casemerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True), name="case_merge_of_two"
            ),
        ),
    ]
