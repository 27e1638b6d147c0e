"""What a caseworker types in while somebody talks, or while reading a slip."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from japanese.dates import today

#: A neighbour calls: no consent, both reasons.
NEIGHBOUR = {
    "danger": "no",
    "channel": "telephone",
    "source": "neighbour",
    "source_name": "隣家 見本",
    "source_phone": "0968-00-0077",
    "caller_words": "郵便物がたまり、夜も明かりがつかない。",
    "route": "B",
    "interest": "body",
    "why_protect": "三日前から姿が見えず、弱った声がする。",
    "why_no_consent": "戸を開けず、話が続かない。",
    "judged_by": "隣家 見本",
    "name": "仮名 八重",
    "address": "熊本県玉名市岩崎8-8",
    "postal_code": "865-0016",
    "signs": "新聞が三日分たまっている。",
}
#: The person calls for themselves; of the consent nothing is written but that there is one.
PERSON = {
    "danger": "no",
    "channel": "telephone",
    "source": "person",
    "route": "A",
    "name": "本人 見本",
    "phone": "090-0000-0088",
    "postal_code": "865-0016",
    "address": "熊本県玉名市岩崎9-9",
    "supply_kind": "electricity_retail",
    "supplier_name": "よその電力株式会社",
    "arrears_months": "2",
    "note": "夕方に電話がほしい。",
}


def slip_of_the_utility(office_id: int) -> dict[str, Any]:
    """A slip by FAX from a utility that asked the person."""
    return {
        "danger": "no",
        "channel": "fax",
        "source": "utility",
        "office": str(office_id),
        "source_name": "検針 花子",
        "route": "A",
        "given_by": "玉名 太郎",
        "given_on": f"{today() - timedelta(days=1)}",
        "given_time": "10:30",
        "means": "oral",
        "taken_by": "検針 花子",
        "words": "伝えてください",
        "all_items": "on",
        "to_feedback": "on",
        "name": "玉名 太郎",
        "kana": "タマナ タロウ",
        "phone": "0968-75-1111",
        "postal_code": "865-0016",
        "address": "熊本県玉名市岩崎1-1",
        "supply_kind": "electricity_retail",
        "customer_number": "C-77",
        "supply_point": "0900000000000000000001",
        "arrears_months": "3",
        "arrears_yen": "24800",
        "scheduled_stop_on": f"{today() + timedelta(days=12)}",
        "has_infant": "on",
        "note": "犬がいる。",
    }


class Desk:
    """One report being typed in, in one tab."""

    def __init__(self, browser: Any, number: UUID | None = None) -> None:
        self.browser, self.number = browser, number or uuid4()

    @property
    def address(self) -> str:
        return f"/intake/?r={self.number}"

    def page(self) -> Any:
        return self.browser.get(self.address)

    def enters(self, answers: dict[str, Any], **changed: Any) -> Any:
        """Press the button; received a minute ago unless the answers say when."""
        at = timezone.localtime() - timedelta(minutes=1)
        when = {"received_on": at.date().isoformat(), "received_time": f"{at:%H:%M}"}
        return self.browser.post(self.address, {**when, **answers, **changed})
