"""The provisions that papers and the ledger name, as data with dates of force.

Each text is a short statement of substance in our own words (要旨), not a quotation, and none has been
compared with the statute book: `checked_on` stays empty until a municipality has done it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import migrations

CHECK = "法令検索で自治体が確認すること"
CHECK_AMENDED = "令和6年法律第21号による改正後の条文は未確認。法令検索で自治体が確認すること"

ACT, APPI = "生活困窮者自立支援法", "個人情報の保護に関する法律"
# 平成30年法律第44号 brought the support meeting; 令和6年法律第21号 amended the Act.
MEETING, AMENDED, LAST_BEFORE = date(2018, 10, 1), date(2025, 4, 1), date(2025, 3, 31)
# The day from which imprisonment of the old kinds is 拘禁刑 (刑法等の一部を改正する法律).
NEW_PENALTY, LAST_OLD_PENALTY = date(2025, 6, 1), date(2025, 5, 31)
# Private undertakings: the numbering of 令和3年法律第37号. Municipalities came under the same law a year later.
PRIVATE, MUNICIPAL = date(2022, 4, 1), date(2023, 4, 1)

ACT_PLAIN = [
    (
        "act_2",
        "第2条",
        "生活困窮者の支援は、本人の尊厳を守り、就労、心身、住まい、家族、地域からの孤立など一人ひとりの状況に応じて、"
        "包括的かつ早期に、関係機関や民間団体と緊密に連携して行う。",
    ),
    (
        "act_5_3",
        "第5条第3項",
        "自立相談支援事業の委託を受けた者と、その役員・職員（やめた人を含む。）は、事業に関して知った秘密を漏らしてはならない。",
    ),
    (
        "act_8",
        "第8条",
        "自治体は、福祉、就労、教育、税務、住宅など自らの仕事の中で生活困窮者に気づいたときは、"
        "支援事業の利用を勧めるなど適切な対応をとるよう努める。",
    ),
    (
        "act_23",
        "第23条",
        "自治体は、生活保護が必要となるおそれの高い人に気づいたときは、生活保護制度についての情報提供、助言などを行う。",
    ),
]
ACT_MEETING = [
    ("act_9_1", "第9条第1項", "自治体が、関係機関や支援に携わる者などで構成する支援会議を組織することについて定める。"),
    ("act_9_2", "第9条第2項", "支援会議は、生活困窮者の支援に必要な情報を交換し、支援の体制について検討する。"),
    (
        "act_9_3",
        "第9条第3項",
        "支援会議は、情報の交換と検討に必要なときは、関係機関などに、生活困窮者に関する資料や情報の提供、意見の表明などの協力を求めることができる。",
    ),
    ("act_9_4", "第9条第4項", "協力を求められた関係機関などは、これに応じるよう努める。"),
    (
        "act_9_5",
        "第9条第5項",
        "支援会議の事務に携わる者と、携わっていた者は、正当な理由なく、その事務に関して知った秘密を漏らしてはならない。",
    ),
    ("act_9_6", "第9条第6項", "支援会議の組織と運営について必要なことは、支援会議が定める。"),
]
PENALTY = (
    "第5条第3項（委託を受けた者の秘密保持）又は第9条第5項（支援会議の秘密保持）に違反して秘密を漏らした者は、"
    "1年以下の{kind}又は100万円以下の罰金に処する。"
)
APPI_27 = [
    (
        "appi_27_1",
        "第27条第1項",
        "事業者は、法律が定める場合を除き、あらかじめ本人の同意を得ないで個人データを第三者に提供してはならない。",
    ),
    ("appi_27_1_1", "第27条第1項第1号", "法令に基づく場合は、本人の同意がなくても個人データを第三者に提供できる。"),
    (
        "appi_27_1_2",
        "第27条第1項第2号",
        "人の生命、身体又は財産を守るために必要で、本人の同意を得ることが難しいときは、同意がなくても個人データを第三者に提供できる。",
    ),
    (
        "appi_27_1_4",
        "第27条第1項第4号",
        "国や自治体などが法令の定める事務を行うのに協力する必要があり、同意を得るとその事務に支障が出るおそれがあるときは、"
        "同意がなくても個人データを第三者に提供できる。",
    ),
]
UNJUST = "ただし、本人又は第三者の権利利益を不当に害するおそれがあるときは、この限りでない。"
APPI_69 = [
    (
        "appi_69_1",
        "第69条第1項",
        "行政機関などは、法令に基づく場合を除き、保有個人情報を利用目的以外のために自ら利用し、又は提供してはならない。",
    ),
    (
        "appi_69_2_1",
        "第69条第2項第1号",
        "本人の同意があるとき、又は本人に提供するときは、利用目的以外のために提供できる。" + UNJUST,
    ),
    (
        "appi_69_2_2",
        "第69条第2項第2号",
        "法令の定める事務に必要な限度で、相当の理由があるときは、その行政機関などの内部で利用目的以外のために利用できる。"
        + UNJUST,
    ),
    (
        "appi_69_2_3",
        "第69条第2項第3号",
        "提供を受ける行政機関などの、法令の定める事務に必要な限度で、利用することに相当の理由があるときは、"
        "他の行政機関などに提供できる。" + UNJUST,
    ),
    (
        "appi_69_2_4",
        "第69条第2項第4号",
        "統計や学術研究のためのとき、提供することが明らかに本人の利益になるとき、その他提供することに特別の理由があるときは、"
        "行政機関以外の者にも提供できる。" + UNJUST,
    ),
]


def rows() -> Iterator[tuple[str, str, str, str, date, date | None, str]]:
    """(key, statute, article, text, from, until, source) of every provision."""
    for key, article, text in ACT_PLAIN:
        yield key, ACT, article, text, MEETING, None, CHECK
    for key, article, text in ACT_MEETING:
        yield key, ACT, article, text, MEETING, LAST_BEFORE, CHECK
        yield key, ACT, article, text, AMENDED, None, CHECK_AMENDED
    yield "act_28", ACT, "第28条", PENALTY.format(kind="懲役"), MEETING, LAST_OLD_PENALTY, CHECK
    yield "act_28", ACT, "第28条", PENALTY.format(kind="拘禁刑"), NEW_PENALTY, None, CHECK
    for key, article, text in APPI_27:
        yield key, APPI, article, text, PRIVATE, None, CHECK
    for key, article, text in APPI_69:
        yield key, APPI, article, text, MUNICIPAL, None, CHECK


def add(apps: Any, _schema_editor: Any) -> None:
    """Rows that are there already stay as they are: a municipality may have mended and checked them."""
    provision = apps.get_model("consent", "LegalProvision")
    for key, statute, article, text, since, until, source in rows():
        provision.objects.get_or_create(
            key=key,
            in_force_from=since,
            defaults={
                "statute": statute,
                "article": article,
                "text": f"（要旨）{text}",
                "in_force_until": until,
                "source": source,
            },
        )


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("consent", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
