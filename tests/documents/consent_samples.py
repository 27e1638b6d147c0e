"""The papers of a consent that the tests draw: everybody and everything is made up."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from consent.vocabulary import Item, Purpose
from documents.consent_form import ConsentFormContent
from documents.withdrawal_receipt import WithdrawalContent

_DESK: dict[str, Any] = {
    "agency_name": "つなぎ市社会福祉協議会",
    "municipality_name": "つなぎ市",
    "desk_name": "くらしサポート窓口",
    "phone": "000-123-4567",
    "fax": "000-123-4568",
    "hours": (("月曜日〜金曜日", "8時30分〜17時15分"),),
    "closed_text": "土曜日・日曜日・祝日・12月29日〜1月3日",
}
PROVISIONS = (
    ("個人情報の保護に関する法律", "第27条第1項", "（要旨）事業者は、あらかじめ本人の同意を得ないで個人データを第三者に提供してはならない。"),
    ("個人情報の保護に関する法律", "第69条第2項第1号", "（要旨）本人の同意があるときは、利用目的以外のために提供できる。"),
)  # fmt: skip

BLANK = ConsentFormContent(
    **_DESK,
    address="つなぎ市中央一丁目2番3号 市役所1階",
    printed_on=date(2026, 11, 24),
    items=Item.values,
    recipients=("つなぎ市社会福祉協議会", "つなぎ市"),
    purposes=Purpose.values,
    provisions=PROVISIONS,
    unchecked=True,
)
OF_A_CASE = replace(
    BLANK,
    recipients=(*BLANK.recipients, "つなぎ電力株式会社　つなぎ営業所", "つなぎ市水道局"),
    case_number="2026-00012",
    name="𠮷田　髙志",
    address_of_person="つなぎ市本町一丁目2番3号　見本荘201",
)

WITHDRAWAL = WithdrawalContent(
    **_DESK,
    number="1234",
    name="𠮷田　髙志",
    withdrawn_at=datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
    via="telephone",
    given_at=datetime(2026, 4, 1, 14, 30, tzinfo=UTC),
    means="written",
    items=("name", "address", "arrears", "support_plan"),
    recipients=("つなぎ市", "つなぎ電力株式会社"),
    purposes=("feedback", "linkage"),
    issued_on=date(2026, 11, 24),
    provisions=PROVISIONS[:1],
    unchecked=True,
)
