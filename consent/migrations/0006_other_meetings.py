"""The provisions of the meetings that stand on other statutes; none has been compared with the statute book."""

from datetime import date
from typing import Any

from django.db import migrations

CHECK = "施行日と条文は未確認。法令検索で自治体が確認すること"
ROWS = [
    (
        "welfare_106_6",
        "社会福祉法",
        "第106条の6",
        "（要旨）重層的支援体制整備事業を行う市町村は、支援に必要な情報を交換し、支援の体制を検討する支援会議を組織できる。"
        "会議は関係機関などに資料や情報の提供などの協力を求めることができ、会議の事務に携わる者と携わっていた者は、"
        "正当な理由なく、その事務に関して知った秘密を漏らしてはならない。",
        date(2021, 4, 1),
    ),
    (
        "assistance_27_3",
        "生活保護法",
        "第27条の3",
        "（要旨）保護の実施機関は、被保護者の支援に必要な情報を交換し、支援の体制を検討する会議を組織できる。"
        "会議は関係機関などに資料や情報の提供などの協力を求めることができ、会議の事務に携わる者と携わっていた者は、"
        "正当な理由なく、その事務に関して知った秘密を漏らしてはならない。",
        date(2024, 10, 1),
    ),
]


def add(apps: Any, _schema_editor: Any) -> None:
    """Rows that are there already stay as they are."""
    provision = apps.get_model("consent", "LegalProvision")
    for key, statute, article, text, since in ROWS:
        provision.objects.get_or_create(
            key=key,
            in_force_from=since,
            defaults={"statute": statute, "article": article, "text": text, "source": CHECK},
        )


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("consent", "0005_reference_and_meeting_crossings")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
