"""Dates as Japan writes them. Everything here is a day in Japan (Asia/Tokyo)."""

import re
import unicodedata
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from japanese.eras import ERAS, Era, era_of
from japanese.errors import NotUnderstood
from japanese.numerals import arabic_numerals

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"

_ERA_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.letter)}
_WEEKDAY = rf"(?:\(?([{WEEKDAYS}])(?:曜日?)?\)?)?"
_WRITTEN = re.compile(
    rf"(?:({'|'.join(_ERA_BY_SIGN)})\s*\.?)?\s*(元|[0-9]{{1,4}})\s*([年./-])"
    rf"\s*([0-9]{{1,2}})\s*([月./-])\s*([0-9]{{1,2}})\s*(日?)\s*{_WEEKDAY}",
    re.IGNORECASE,
)
_LONGEST = 60
_SEPARATORS = {"年月日", "..", "//", "--"}
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
# Shorter numbers would be a year or a month as often as a serial; 10000 is 1927-05-18.
_EXCEL_SERIAL = re.compile(r"([0-9]{5,7})(?:\.[0-9]*)?")
_EXCEL_DAY_ZERO = date(1899, 12, 30)

_HOW_TO_WRITE = _("This date could not be read. Write it for example as 令和5年3月15日, R5.3.15 or 2023-03-15.")


class DateNotUnderstood(NotUnderstood):
    """The text is not a date in any form that can be read without guessing."""


def parse_date(text: str, *, excel: bool = False) -> date:
    """Read 令和5年3月15日, R5.3.15, ㋿元年5月1日, 2023-03-15, 2023/3/15, 2023年3月15日（水） or 20230315.

    Full-width and kanji digits are read too. An era must be in force on the
    day, and a weekday must be the day's own. With ``excel`` a number of five to
    seven digits is a serial day of the 1900 system. Month-first or day-first
    dates are never guessed at. Raises DateNotUnderstood.
    """
    if len(text) > _LONGEST:
        raise DateNotUnderstood(_HOW_TO_WRITE)
    folded = arabic_numerals(unicodedata.normalize("NFKC", text)).strip()
    if written := _WRITTEN.fullmatch(folded):
        return _read_written(*written.groups(default=""))
    if compact := _COMPACT.fullmatch(folded):
        return _calendar_day(*map(int, compact.groups()))
    if excel and (serial := _EXCEL_SERIAL.fullmatch(folded)):
        return _excel_day(int(serial[1]))
    raise DateNotUnderstood(_HOW_TO_WRITE)


def _read_written(sign: str, year: str, sep1: str, month: str, sep2: str, day: str, sep3: str, weekday: str) -> date:
    era = _ERA_BY_SIGN.get(sign.upper())
    year_fits = len(year) <= 2 if era else len(year) == 4
    if sep1 + sep2 + sep3 not in _SEPARATORS or not year_fits:
        raise DateNotUnderstood(_HOW_TO_WRITE)
    number = 1 if year == "元" else int(year)
    read = _calendar_day(era.began + number - 1 if era else number, int(month), int(day))
    if era:
        _check_era(era, read)
    if weekday and WEEKDAYS[read.weekday()] != weekday:
        raise DateNotUnderstood(
            _("The weekday does not fit: that day is a %(weekday)s. Please check the date."),
            weekday=WEEKDAY_NAMES[read.weekday()],
        )
    return read


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateNotUnderstood(
            _("There is no such day in the calendar. Please check the month and the day.")
        ) from None


def _check_era(era: Era, day: date) -> None:
    if day < era.first:
        raise DateNotUnderstood(
            _("The first day that can be written in %(era)s is %(day)s. Please check the era and the year."),
            era=era.name,
            day=era.write(era.first),
        )
    if day > era.last:
        raise DateNotUnderstood(
            _("The last day of %(era)s was %(day)s. Please check the era and the year."),
            era=era.name,
            day=era.write(era.last),
        )


def _excel_day(serial: int) -> date:
    try:
        return _EXCEL_DAY_ZERO + timedelta(days=serial)
    except OverflowError:
        raise DateNotUnderstood(_HOW_TO_WRITE) from None


def wareki(d: date, *, weekday: bool = True) -> str:
    """「令和8年11月24日（火）」; the western year where no era can stand (before 1873)."""
    era = era_of(d)
    written = era.write(d) if era else f"{d.year:04}年{d.month}月{d.day}日"
    return f"{written}（{WEEKDAYS[d.weekday()]}）" if weekday else written


def wareki_short(d: date) -> str:
    """「R8.11.24」, for narrow columns; before 1873 「1872.11.24」."""
    era = era_of(d)
    year = f"{era.letter}{d.year - era.began + 1}" if era else f"{d.year:04}"
    return f"{year}.{d.month}.{d.day}"


def both(d: date) -> str:
    """「令和8年11月24日（2026-11-24）」."""
    return f"{wareki(d, weekday=False)}（{d.isoformat()}）"


def today() -> date:
    """The day it is now in Japan, whatever time zone is active."""
    return localdate(timezone=TOKYO)


def age_on(birth: date, on: date) -> int:
    """Full years of age on a day; negative before birth. Born on 29 February: a year older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def fiscal_year(d: date) -> int:
    """The western year in which the fiscal year (年度, April to March) of a day began."""
    return d.year - (d.month < 4)


def fiscal_year_label(d: date) -> str:
    """「令和8年度」. One name for all its months: the era when its first calendar year ends (令和元年度)."""
    year_end = date(fiscal_year(d), 12, 31)
    era = era_of(year_end)
    return f"{(era.write(year_end) if era else wareki(year_end)).split('年')[0]}年度"
