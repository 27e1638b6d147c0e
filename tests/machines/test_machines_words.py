"""What stands in real names and remarks, and what people put there to break things: kept letter for letter or refused."""

from typing import Any

import pytest

from referrals.models import Referral
from tests.machines.conftest import System, report

pytestmark = pytest.mark.django_db

#: Taken, and kept byte for byte (rule 18).
KEPT = [
    # Names as they are
    "髙橋 﨑子", "神楽坂 ㈱①", "𠮷野 鷗", "葛󠄀城 邉󠄂", "ﾀﾏﾅ ﾀﾛｳ", "ｶﾞｽ ﾊﾟｲﾌﾟ", "ガ゙", "が が", "々〆ヶ", "表ソ能予申",
    "O'Brien-Ñandú", "Nguyễn Thị Ánh", "Zoë Åström", "王小明", "김철수", "राम श्रेष्ठ", "محمد", "עברית", "ไทย", "Ω≈ç√∫",
    "１２３４５６", "− – — ‐ ー ～ 〜", "\u3000玉名\u3000", " before and after ", "a b", "e\u0301", "é",
    # What other programs take for something else
    "null", "undefined", "None", "NaN", "true", "0", "-1", "1E+9", "Infinity", "=1+1", "+81", "@SUM(A1)", "-2+3",
    "=HYPERLINK(\"http://example.jp\",\"x\")", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt;&amp;",
    "'; DROP TABLE referrals_referral; --", "1 OR 1=1", "\" or \"\"=\"", "%s %d %n %(name)s", "{0} {name}", "{{ 7*7 }}", "{% url 'home' %}",
    "${jndi:ldap://example.jp/a}", "$(touch x)", "`id`", "../../etc/passwd", "C:\\CON", "\\u0000 \\n", "%00%0a", "file:///etc/passwd",
    "🏚️👩‍👩‍👧🇯🇵", "﷽" * 20, "Z͑ͫ̓ͪ̂ͫ̽", "‌zero‍width​", "﻿mark", "田" * 100,
]  # fmt: skip
#: Refused by place and code: unseen signs turn lines round, end strings, or stand for nothing.
UNSEEN = [
    "\x00", "a\x00b", "\x01", "\x07", "\x08", "\x1b[31m", "\x1f", "\x7f", "\x80", "\x85", "\x9f", "\u2028", "\u2029",
    "\u202e逆", "\u202a", "\u2066", "\u2069",
]  # fmt: skip
#: Fine in a remark of several lines, not in a name.
LINES = ["a\nb", "a\r\nb", "a\tb", "\n"]


@pytest.fixture(autouse=True)
def _as_many_as_needed(settings: Any) -> None:
    settings.MACHINE_LIMITS = {}


def test_names_and_remarks_are_kept_letter_for_letter(system: System) -> None:
    for text in KEPT:
        body = report(household={"name": text}, observed={"note": text})
        body["ground"]["items"].append("note")
        answer = system.send(body)
        assert answer.status_code == 201, (text, answer.content)
        kept = Referral.objects.get(receipt_number=answer.json()["receipt_number"])
        assert (kept.name, kept.note) == (text, text)


def test_unseen_signs_are_refused_wherever_they_stand(system: System) -> None:
    for text in UNSEEN:
        for part, name in (("household", "name"), ("household", "address"), ("observed", "note"), ("ground", "words")):
            answer = system.send(report(**{part: {name: text}}))
            assert answer.status_code == 400, (text, part, name)
            assert answer.json()["fields"] == [{"pointer": f"/{part}/{name}", "code": "pattern"}]
    assert not Referral.objects.exists()


def test_lines_stand_in_remarks_only(system: System) -> None:
    for text in LINES:
        body = report(observed={"note": text})
        body["ground"]["items"].append("note")
        answer = system.send(body)
        assert answer.status_code == 201, text
        assert Referral.objects.get(receipt_number=answer.json()["receipt_number"]).note == text
        assert system.send(report(household={"name": text})).status_code == 400, text


def test_what_was_kept_is_shown_as_words_to_the_caseworker(system: System, browser: Any) -> None:
    receipt = system.send(report(household={"name": "<script>alert(1)</script>"})).json()["receipt_number"]
    page = browser("caseworker").get(f"/triage/{receipt}/").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
