"""Readings for days and hours, as they stand in office hours and in dates (see documents.furigana)."""

import re
from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString

from documents.furigana import furigana

_WEEKDAYS = dict(zip("月火水木金土日", ("げつ", "か", "すい", "もく", "きん", "ど", "にち"), strict=True))
_DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_HARD = "013468"  # after these digits 分 is read ぷん


def _day(found: re.Match[str]) -> str:
    number = int(found[1])
    return f"｜{found[0]}《{_DAYS[number]}》" if number in _DAYS else f"{found[1]}日《にち》"


def _minute(found: re.Match[str]) -> str:
    return f"{found[1]}分《{'ぷん' if found[1][-1] in _HARD else 'ふん'}》"


_Written = str | Callable[[re.Match[str]], str]
_READ: tuple[tuple[str, _Written], ...] = (
    (r"([月火水木金土日])曜日", lambda found: f"｜{found[0]}《{_WEEKDAYS[found[1]]}ようび》"),
    (r"（([月火水木金土日])）", lambda found: f"（｜{found[1]}《{_WEEKDAYS[found[1]]}》）"),
    (r"祝日", "｜祝日《しゅくじつ》"),
    (r"令和", "｜令和《れいわ》"),
    (r"(?<=[0-9])年", "年《ねん》"),
    (r"(?<=[0-9])月", "月《がつ》 "),  # two long readings side by side would run together
    (r"([0-9]+)日", _day),
    (r"(?<=[0-9])時", "時《じ》"),
    (r"([0-9]+)分", _minute),
)


def with_readings(text: str) -> str:
    """月曜日 8時30分 → ｜月曜日《げつようび》 8時《じ》30分《ぷん》; what is no day or hour stays as it is."""
    for pattern, written in _READ:
        text = re.sub(pattern, written, text)
    return text


def day_words(text: str, *, easy: bool) -> SafeString:
    """A date as HTML, with its readings on a paper in easy Japanese."""
    return furigana(with_readings(text) if easy else text)


def hours_line(hours: Sequence[tuple[str, str]], closed: str, pattern: str, *, easy: bool) -> SafeString:
    """The hours of a desk, then when it is closed; `pattern` says so of "{days}"."""
    opened = "、".join(f"{days} {time}" for days, time in hours)
    line = f"{opened}{pattern}"
    if easy:
        return furigana(with_readings(line).format(days=with_readings(closed)))
    return furigana(line.format(days=closed))
