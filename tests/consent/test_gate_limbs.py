"""Protection of life, body or property: what looks blank is blank, and one word is enough."""

from dataclasses import replace
from typing import Any

import pytest

from consent.gate import Crossing, RefusalCode, decide, says_something
from tests.consent.gate_cast import EMERGENCY, URGENT, protection

LIMBS = [
    ("what_is_protected", RefusalCode.PROTECTION_REASON_BLANK),
    ("why_consent_is_difficult", RefusalCode.CONSENT_DIFFICULTY_BLANK),
    ("judged_by", RefusalCode.JUDGE_BLANK),
]
BLANKS = {
    "nothing": "",
    "space": " ",
    "full-width spaces": "\u3000\u3000",
    "line ends": "\t\r\n",
    "zero width": "\u200b\ufeff\u2060\u00ad\u034f\ufe0f",
    "no-break space": "\u00a0",
    "Hangul fillers": "\u115f\u1160\u3164\uffa0",
    "Braille blank": "\u2800",
    "dots": "・・・",
}


@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS.keys())
@pytest.mark.parametrize(("limb", "code"), LIMBS, ids=[limb for limb, _ in LIMBS])
@pytest.mark.parametrize("crossing", [replace(URGENT, danger_to_life=False), EMERGENCY], ids=["report", "emergency"])
def test_protection_with_a_blank_limb_is_refused(crossing: Crossing, limb: str, code: RefusalCode, blank: str) -> None:
    changes: dict[str, Any] = {limb: blank}
    verdict = decide(crossing, protection(**changes))
    assert not verdict.allowed
    assert verdict.code == code


@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS.keys())
@pytest.mark.parametrize("limb", ["what_is_protected", "why_consent_is_difficult"])
def test_even_danger_to_life_needs_both_limbs(limb: str, blank: str) -> None:
    changes: dict[str, Any] = {limb: blank}
    assert not decide(URGENT, protection(**changes)).allowed


@pytest.mark.parametrize("text", ["命", "A", "3", "\u3000倒れている", "𠮷"])
def test_one_word_says_something(text: str) -> None:
    assert says_something(text)
