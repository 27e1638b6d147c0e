"""Cells as values. Each kind of cell is read once for each text that it holds: most texts of a list repeat."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.vocabulary import ConsentMeans, Item, ProtectedInterest
from japanese.codes import CITY_GAS, ELECTRICITY, normalise_digits
from japanese.dates import parse_date
from japanese.errors import NotUnderstood
from japanese.numerals import arabic_numerals
from japanese.postal import parse_postal_code
from japanese.text import phone_key
from organizations.models import UtilityKind
from referrals.importing.words import DANGER, EVERYTHING, GROUNDS, ITEMS, KINDS, MEANS, NO_GROUND

Message = str | Promise


class Fault(NamedTuple):
    """A cell that cannot be read: a stable code, and the problem with its remedy. Never the cell."""

    code: str
    message: Message


class NotRead(Exception):
    """Raised by a reader; becomes a Fault."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(code)
        self.fault = Fault(code, message)


CONTROL = Fault("control", _("Please write this on one line, without special characters."))
_LONG = _("This cell is too long. Please shorten it; the most is %(most)s characters.")

#: As `japanese.text.contains_control`, which looks at each character in turn.
_BANNED = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069"
ON_ONE_LINE = re.compile(f"[{_BANNED}\t\n\r]")
ON_LINES = re.compile(f"[{_BANNED}]")


def too_long(most: int) -> Fault:
    """A cell of more characters than the column takes."""
    return Fault("too_long", str(_LONG) % {"most": most})


class Reader(dict[str, str | Fault]):
    """{cell: value}, filled as cells come. A value is text as the database takes it; blank where nothing is stated.

    `faults` is set as soon as any cell was at fault, so that a column without needs no second look.
    """

    MOST = 50_000  # different texts; then it begins anew, and memory stays flat

    def __init__(self, read: Callable[[str], str], longest: int, blank: str = "") -> None:
        super().__init__()
        self._read, self._longest, self._blank, self.faults = read, longest, blank, False

    def __missing__(self, cell: str) -> str | Fault:
        value = self._value(cell)
        if isinstance(value, Fault):
            self.faults = True
            return value  # not kept: a cell may be as long as it likes
        if len(self) >= self.MOST:
            self.clear()
        self[cell] = value
        return value

    def _value(self, cell: str) -> str | Fault:
        if len(cell) > self._longest:
            return too_long(self._longest)
        if ON_LINES.search(cell):
            return CONTROL
        try:
            return self._read(cell) if cell.strip() else self._blank
        except NotRead as error:
            return error.fault
        except NotUnderstood as error:
            return Fault("not_understood", str(error))


# --- days ---

#: Nothing that is still owed or agreed is older than this era's predecessor, and nothing is planned farther ahead.
FIRST_DAY = date(1989, 1, 8)
YEARS_AHEAD = 3

_TIME_OF_DAY = re.compile(r"[T\s]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_PAST = _("This day lies before 1989. Please look at the year or the era again.")
_AHEAD = _("This day lies more than three years ahead. Please look at the year or the era again.")
_NOT_YET = _("This day has not come yet. Please look at the year again.")


def _day(cell: str, *, today: date, is_behind: bool) -> str:
    day = parse_date(_TIME_OF_DAY.sub("", cell.strip()), excel=True)
    if day < FIRST_DAY:
        raise NotRead("too_early", _PAST)
    if is_behind and day > today:
        raise NotRead("ahead", _NOT_YET)
    if (day.year - YEARS_AHEAD, day.month, day.day) > (today.year, today.month, today.day):
        raise NotRead("too_late", _AHEAD)
    return day.isoformat()


def days(longest: int, today: date, *, is_behind: bool = False) -> Reader:
    """Days as 2026-11-24, from any way of writing them, serial numbers of spreadsheets included."""
    return Reader(partial(_day, today=today, is_behind=is_behind), longest)


# --- numbers ---

_UNITS = re.compile(r"^[¥\\]|(?:円|(?:か|カ|ヵ|ヶ|ケ|箇)?月分?|-)$")
_PLAIN = re.compile(r"[0-9]{1,10}|[0-9]{1,3}(?:,[0-9]{3})+")
_NO_FRACTION = re.compile(r"\.0+$")
_MONTHS = _("Please write the months as a whole number from 1 to 600, for example 3, or leave the cell blank.")
_YEN = _("Please write the amount in yen as a whole number, for example 24800, or leave the cell blank.")


def _number(cell: str, *, most: int, message: Message) -> str:
    plain = cell if _PLAIN.fullmatch(cell) else _plainly(cell)
    digits = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain) or not 1 <= int(digits) <= most:
        raise NotRead("number", message)
    return str(int(digits))


def _plainly(cell: str) -> str:
    """Without signs, units and full-width or kanji digits."""
    text = arabic_numerals(unicodedata.normalize("NFKC", cell)).replace(" ", "")
    return _NO_FRACTION.sub("", _UNITS.sub("", _UNITS.sub("", text)))


def months(longest: int) -> Reader:
    """3, ３か月, 三ヶ月."""
    return Reader(partial(_number, most=600, message=_MONTHS), longest)


def yen(longest: int) -> Reader:
    """24800, ￥24,800, ２４，８００円."""
    return Reader(partial(_number, most=99_999_999, message=_YEN), longest)


# --- codes and telephones ---


def _postal_code(cell: str) -> str:
    digits = parse_postal_code(cell.strip())
    return f"{digits[:3]}-{digits[3:]}"


def postal_codes(longest: int) -> Reader:
    """As a person writes it: 865-0016."""
    return Reader(_postal_code, longest)


_POINT = {
    UtilityKind.ELECTRICITY_RETAIL.value: ELECTRICITY,
    UtilityKind.ELECTRICITY_NETWORK.value: ELECTRICITY,
    UtilityKind.CITY_GAS.value: CITY_GAS,
}
_POINTS = {ELECTRICITY: re.compile("(?:0[1-9]|10)[0-9]{20}"), CITY_GAS: re.compile("[0-9]{17}")}
_POINT_RULES = {
    ELECTRICITY: _(
        "The supply point number of electricity has 22 digits and begins with 01 to 10. Format the column as text, so that"
        " no digit is lost, or leave the cell blank."
    ),
    CITY_GAS: _(
        "The supply point number of city gas has 17 digits. Format the column as text, so that no digit is lost, or leave"
        " the cell blank."
    ),
}
_NO_POINT = Fault(
    "no_supply_point", _("Only electricity and city gas have a supply point number. Leave the cell blank.")
)


def supply_point(cell: str, kind: str) -> str | Fault:
    """The digits of a supply point number of this kind of supply; of a kind that could not be read, nothing is said."""
    if not kind:
        return cell
    rule = _POINT.get(kind)
    if rule is None:
        return _NO_POINT
    if _POINTS[rule].fullmatch(cell):
        return cell
    digits = normalise_digits(cell[:60])
    return digits if _POINTS[rule].fullmatch(digits) else Fault("supply_point", _POINT_RULES[rule])


_PLAIN_PHONE = re.compile("0(?:-?[0-9]){9,10}").fullmatch
_PHONE = Fault(
    "phone",
    _("A telephone number has 10 or 11 digits and begins with 0. Format the column as text, or leave the cell blank."),
)


def phone(cell: str) -> str | Fault:
    """A telephone number in Japan, as received."""
    if _PLAIN_PHONE(cell) or re.fullmatch("0[0-9]{9,10}", phone_key(cell[:60])):
        return cell
    return _PHONE


#: Written in kana the reading has no kanji; companies' marks such as ｶ) and Latin letters occur.
KANJI = re.compile("[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
NOT_KANA = Fault("kana", _("Please write the reading in kana, for example タマナ タロウ, or leave the cell blank."))


# --- words ---


def fold(cell: str) -> str:
    """A word without width, blanks and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)).casefold()


def _word(cell: str, *, known: dict[str, str], code: str, message: Message) -> str:
    found = known.get(fold(cell))
    if found is None:
        raise NotRead(code, message)
    return found


_KIND = _("This kind of supply is not known. Please write 電気, 送配電, 都市ガス, LPガス, 水道, 住宅 or その他.")
_MEANS = _("This way of consenting is not known. Please write 書面, 口頭, 電話 or オンライン.")
_DANGER = _("Please write はい if life is in danger now, otherwise いいえ, or leave the cell blank.")
_GROUND = _("This ground is not known. Please write 同意, 保護, 協力要請 or なし.")
_ITEMS = _(
    "One of these items is not known. Please write すべて, or items such as 氏名、カナ、住所、電話番号、供給種別、お客さま番号、"
    "供給地点特定番号、滞納、支払猶予、停止日、備考, divided by 、."
)


#: Words that name two kinds: the company's own, where it is one of them, else the first.
_ELECTRICITY = (UtilityKind.ELECTRICITY_RETAIL.value, UtilityKind.ELECTRICITY_NETWORK.value)
_GAS = (UtilityKind.CITY_GAS.value, UtilityKind.LP_GAS.value)
_BROAD = {"電気": _ELECTRICITY, "電力": _ELECTRICITY, "でんき": _ELECTRICITY, "ガス": _GAS}


def kinds(longest: int, own: str) -> Reader:
    """供給種別; a blank is the company's `own` kind."""

    def read(cell: str) -> str:
        if word := _BROAD.get(fold(cell)):
            return own if own in word else word[0]
        return _word(cell, known=KINDS, code="supply_kind", message=_KIND)

    return Reader(read, longest, own)


def grounds(longest: int) -> Reader:
    """根拠: a route, or NO_GROUND."""
    return Reader(partial(_word, known=GROUNDS, code="ground", message=_GROUND), longest, NO_GROUND)


def means(longest: int) -> Reader:
    """同意方法."""
    return Reader(partial(_word, known=MEANS, code="consent_means", message=_MEANS), longest)


def dangers(longest: int) -> Reader:
    """緊急: "t" or blank."""
    return Reader(partial(_word, known=DANGER, code="danger", message=_DANGER), longest)


_BETWEEN_ITEMS = re.compile(r"[、,;・/\s|+&]+")


def _items(cell: str) -> str:
    text = unicodedata.normalize("NFKC", cell)
    words = [fold(word) for word in _BETWEEN_ITEMS.split(text) if fold(word)]
    found = {item for word in words for item in _items_of(word)}
    return ",".join(sorted(found))


def _items_of(word: str) -> frozenset[str]:
    found = EVERYTHING.get(word) or ITEMS.get(word)
    if found is None:
        raise NotRead("consent_items", _ITEMS)
    return found


def items(longest: int) -> Reader:
    """同意項目: names of items, sorted and divided by commas."""
    return Reader(_items, longest)


def items_named(value: str) -> frozenset[Item]:
    """What `items` has written, as items."""
    return frozenset(map(Item, value.split(","))) if value else frozenset()


def means_named(value: str) -> ConsentMeans | None:
    """What `means` has written."""
    return ConsentMeans(value) if value else None


_INTERESTS = {"身体": ProtectedInterest.BODY, "財産": ProtectedInterest.PROPERTY}


def interest_of(why: str) -> str:
    """What is to be protected: life, unless the reason begins with 身体 or 財産."""
    start = why.lstrip(" 　【[（(「")[:2]
    return _INTERESTS.get(start, ProtectedInterest.LIFE).value
