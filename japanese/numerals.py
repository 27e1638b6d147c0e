"""Kanji numerals as they stand in dates and addresses."""

import re

_DIGITS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
# The length is bounded because Python refuses to print integers of thousands of digits.
_RUN = re.compile("[" + "".join([*_DIGITS, *_UNITS]) + "]{1,12}")


def arabic_numerals(text: str) -> str:
    """Write every run of kanji numerals in Arabic digits: 二十三 → 23, 二〇二三 → 2023, 千代田 → 1000代田."""
    return _RUN.sub(lambda run: str(_value(run[0])), text)


def _value(run: str) -> int:
    total = pending = 0
    for numeral in run:
        if numeral in _UNITS:
            total += (pending or 1) * _UNITS[numeral]
            pending = 0
        else:
            pending = pending * 10 + _DIGITS[numeral]
    return total + pending
