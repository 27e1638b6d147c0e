"""Whether a line looks as if it named somebody. An agenda, minutes and exchanges of a network name no household.

A suggestion, made without looking anybody up, so that nobody learns from it who is known here. It warns rather too
often than too seldom; a person decides.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japanese.text import DASHES

_BETWEEN = rf"[\s{re.escape(DASHES)}()・.]*"
_LONG_NUMBER = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{16,21}}(?!\d)")
_PHONE = re.compile(rf"(?<!\d)(?:\+81|0)(?:{_BETWEEN}\d){{9,10}}(?!\d)")
_NUMERAL = "0-9〇一二三四五六七八九十百"
_ADDRESS = re.compile(rf"[{_NUMERAL}]+\s*(?:番地|番\s*[{_NUMERAL}]+|丁目\s*[{_NUMERAL}]|号室)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
#: 2026-0001 of a case, 2026-0012-00034 of a report; not the day 2026-04-01.
_NUMBER = re.compile(rf"(?<!\d)20\d\d[{re.escape(DASHES)}]\d{{4,}}")
_LETTERS = "一-鿿豈-﫿々〆ヵヶァ-ヺーぁ-んA-Za-z○◯〇●"
_AFTER = "様(?!式|子|々|相|態|変)|さま(?!ざま|々)|さん|ちゃん|君|くん|氏(?!名|神)|殿(?!堂)"
_HONORIFIC = re.compile(rf"([{_LETTERS}]{{1,12}}?)\s*(?:{_AFTER})")
#: What bears an honorific without naming anybody.
_NOBODY = re.compile(
    "(?:皆|みな|みんな|各位|お客|客|多|同|仕|模|異|一|有|無|諸|たく|お子|子|親|母|父|兄|姉|祖父|祖母|患者|利用者|相談者|住民|"
    "業者|会社|店|職員|民生委員|担当者|検針員|配達員|お巡り|お医者|大家|家主|の皆)$"
)


@dataclass(frozen=True)
class Looks:
    """A line that looks personal: which, and in words why."""

    line: str
    why: str | Promise


def _names_somebody(text: str) -> bool:
    return any(not _NOBODY.search(one.group(1)) for one in _HONORIFIC.finditer(text))


_SIGNS: tuple[tuple[Callable[[str], object], str | Promise], ...] = (
    (_LONG_NUMBER.search, _("a number as long as a supply point number")),
    (_PHONE.search, _("a telephone number")),
    (_ADDRESS.search, _("an address")),
    (_MAIL.search, _("an e-mail address")),
    (_names_somebody, _("a name with 様 or さん")),
    (_NUMBER.search, _("a number like that of a case or a report")),
)


def looks_personal(text: str) -> list[Looks]:
    """Each line of `text` that looks personal, once, with the first reason."""
    return [found for line in text.splitlines() if (found := _look(line)) is not None]


def _look(line: str) -> Looks | None:
    folded = unicodedata.normalize("NFKC", line)
    for sign, why in _SIGNS:
        if sign(folded):
            return Looks(line.strip(), why)
    return None


def mark_of(found: list[Looks]) -> str:
    """Names exactly these lines: a "this names nobody" said of them holds for no others."""
    return hashlib.sha256("\n".join(one.line for one in found).encode()).hexdigest()[:16] if found else ""
