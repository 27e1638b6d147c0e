"""How a reporter goes through the pages of a report in these tests: fills in, presses Next, sends."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from japanese.dates import today

START_A = {"danger": "no", "route": "A"}
START_B = {"danger": "no", "route": "B"}
CONSENT = {
    "given_by": "田中 花子",
    "given_on": f"{today() - timedelta(days=4)}",
    "given_time": "14:05",
    "means": "oral",
    "taken_by": "佐藤 検針員",
    "words": "「相談に乗ってもらえるなら伝えてください」",
    "all_items": "on",
}
PROTECTION = {
    "interest": "life",
    "why_protect": "三日前から郵便受けがあふれ、呼びかけに弱い声で返事があった。",
    "why_no_consent": "戸を開けられず、話が続かないため尋ねられなかった。",
    "judged_by": "佐藤 検針員",
}
HOUSEHOLD = {
    "name": "田中 花子",
    "kana": "タナカ ハナコ",
    "phone": "0968-12-3456",
    "postal_code": "865-0016",
    "address": "熊本県玉名市岩崎1-2-3",
    "supply_kind": "electricity_retail",
    "customer_number": "K-778899",
    "supply_point": "0912345678901234567890",
    "arrears_since": f"{today() - timedelta(days=110)}",
    "arrears_months": "3",
    "arrears_yen": "24800",
    "scheduled_stop_on": f"{today() + timedelta(days=12)}",
    "has_infant": "on",
    "signs": "玄関先に督促の封筒が積まれていた。",
}


class Typing:
    """One report in one tab. Every page's hidden fields are sent along, as a browser does."""

    def __init__(self, browser: Any, office_id: int, number: UUID | None = None) -> None:
        self.browser, self.office_id, self.number = browser, office_id, number or uuid4()

    def address(self, step: str) -> str:
        return f"/report/?{urlencode({'r': self.number, 'step': step})}"

    def page(self, step: str) -> Any:
        return self.browser.get(self.address(step))

    def answer(self, step: str, **answers: Any) -> Any:
        """Open the page of a step, fill it in, press the button."""
        return self.browser.post(self.address(step), {**hidden(self.page(step)), **answers})

    def mending(self, step: str, **answers: Any) -> Any:
        """The same with a mistake in it: the page that shows what is to be put right."""
        answer = self.answer(step, **answers)
        assert answer.url == f"{self.address(step)}&mend=1"
        return self.browser.get(answer.url)

    def begin(self, start: dict[str, str], ground: dict[str, Any]) -> None:
        self.answer("start", **start, office=self.office_id)
        self.answer("ground", **ground)

    def fill(self, start: dict[str, str], ground: dict[str, Any], household: dict[str, Any]) -> Any:
        """All pages up to the last, which is returned."""
        self.begin(start, ground)
        self.answer("household", **household)
        return self.page("send")

    def send(self, **changed: Any) -> Any:
        """Press "send"; `changed` is what a stale or tampered page would send instead."""
        return self.browser.post(self.address("send"), {**hidden(self.page("send")), **changed})


def hidden(page: Any) -> dict[str, list[str]]:
    """The hidden fields of the page's own form."""
    html = page.content.decode()
    form = html.partition("data-draft-url")[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        found.setdefault(name, []).append(unescape(value))
    return found
