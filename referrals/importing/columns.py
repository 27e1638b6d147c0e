"""The columns of a list, and where a file has them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext as _


class Name(StrEnum):
    """The headings of the template. They are the interface to the companies' systems: never renamed."""

    CUSTOMER_NUMBER = "お客さま番号"
    KANA = "契約名義カナ"
    NAME = "契約名義"
    POSTAL_CODE = "郵便番号"
    ADDRESS = "住所"
    PHONE = "電話番号"
    SUPPLY_KIND = "供給種別"
    SUPPLY_POINT = "供給地点特定番号"
    ARREARS_MONTHS = "滞納月数"
    ARREARS_YEN = "滞納額"
    ARREARS_SINCE = "最古の支払期日"
    DEFERRED_UNTIL = "支払猶予期限"
    NOTICE_ON = "停止予告日"
    STOP_ON = "供給停止予定日"
    GROUND = "根拠"
    CONSENT_ON = "同意日"
    CONSENT_MEANS = "同意方法"
    CONSENT_TAKEN_BY = "同意取得者"
    CONSENT_ITEMS = "同意項目"
    WHY_PROTECT = "保護の必要性"
    WHY_NO_CONSENT = "同意困難の理由"
    REQUEST_NUMBER = "協力要請番号"
    DANGER = "緊急"
    NOTE = "備考"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the longest text that a cell of it may have, and other words for the heading."""

    name: str
    longest: int
    synonyms: tuple[str, ...] = ()
    #: A list without this column is no list of households.
    is_needed: bool = False


COLUMNS: tuple[Column, ...] = (
    Column(
        Name.CUSTOMER_NUMBER, 40, ("お客様番号", "顧客番号", "契約番号", "お客さまNo", "お客様No", "使用者番号"), True
    ),
    Column(Name.KANA, 100, ("契約者名カナ", "契約名義フリガナ", "氏名カナ", "カナ氏名", "フリガナ", "カナ")),
    Column(Name.NAME, 100, ("契約者名", "契約名義人", "契約者氏名", "氏名", "名前", "使用者名")),
    Column(Name.POSTAL_CODE, 40, ("郵便", "〒"), True),
    Column(Name.ADDRESS, 300, ("供給場所住所", "供給場所", "使用場所", "ご住所", "需要場所"), True),
    Column(Name.PHONE, 30, ("電話", "TEL", "連絡先", "連絡先電話番号")),
    Column(Name.SUPPLY_KIND, 60, ("種別", "供給の種別", "サービス種別")),
    Column(Name.SUPPLY_POINT, 60, ("供給地点番号", "供給地点")),
    Column(Name.ARREARS_MONTHS, 60, ("未納月数", "滞納月")),
    Column(Name.ARREARS_YEN, 60, ("滞納金額", "未納額", "未納金額")),
    Column(Name.ARREARS_SINCE, 60, ("最も古い支払期日", "支払期日", "最古支払期日")),
    Column(Name.DEFERRED_UNTIL, 60, ("猶予期限", "支払猶予")),
    Column(Name.NOTICE_ON, 60, ("供給停止予告日", "予告日")),
    Column(Name.STOP_ON, 60, ("停止予定日", "停止日", "供給停止日", "停水予定日", "閉栓予定日")),
    Column(Name.GROUND, 60, ("情報提供の根拠", "提供根拠")),
    Column(Name.CONSENT_ON, 60, ("同意年月日", "同意取得日")),
    Column(Name.CONSENT_MEANS, 60, ("同意の方法", "同意取得方法")),
    Column(Name.CONSENT_TAKEN_BY, 100, ("同意を得た人", "同意取得担当者")),
    Column(Name.CONSENT_ITEMS, 1000, ("同意の範囲", "同意した項目", "同意範囲")),
    Column(Name.WHY_PROTECT, 1000, ("保護が必要な理由", "保護の理由")),
    Column(Name.WHY_NO_CONSENT, 1000, ("同意が困難な理由", "同意を得られない理由")),
    Column(Name.REQUEST_NUMBER, 60, ("要請番号", "協力要請No")),
    Column(Name.DANGER, 60, ("緊急性", "緊急の有無", "生命の危険")),
    Column(Name.NOTE, 500, ("摘要", "メモ", "特記事項")),
)

#: Marks and units beside a heading: 滞納額（円）, ※住所, 郵便番号*, 【必須】根拠.
_BESIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_MARKS = re.compile(r"[\s※*★☆●○◎■□:・_‐−-]+")
_LONGEST_HEADING = 60


def folded(heading: str) -> str:
    """A heading without width, blanks, marks, brackets and units, so that its spellings are equal."""
    text = unicodedata.normalize("NFKC", heading[:_LONGEST_HEADING]).casefold()
    return _MARKS.sub("", _BESIDE.sub("", text))


_BY_HEADING: dict[str, str] = {
    folded(word): str(column.name) for column in COLUMNS for word in (column.name, *column.synonyms) if folded(word)
}


def is_heading(text: str) -> bool:
    """Whether a cell is the heading of one of the columns."""
    return len(text) <= _LONGEST_HEADING and folded(text) in _BY_HEADING


@dataclass(frozen=True)
class Arrangement:
    """Where the columns stand in a file. `places`: the column's name → its position from nought.

    `unknown` are headings that nobody reads, `doubled` columns that stand twice, `missing` those without
    which a list is none.
    """

    width: int
    places: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def _arranged(headings: tuple[str, ...]) -> Arrangement:
    places: dict[str, int] = {}
    doubled: list[str] = []
    unknown: list[str] = []
    # The template's own words win over synonyms: a file may have 氏名 beside 契約名義.
    found = [(place, heading, _BY_HEADING.get(folded(heading))) for place, heading in enumerate(headings)]
    exact = {name for _place, heading, name in found if name and folded(heading) == folded(name)}
    for place, heading, name in found:
        if name is None or (name in exact and folded(heading) != folded(name)):
            unknown += [heading] if heading.strip() else []
        elif name in places:
            doubled.append(name)
        else:
            places[name] = place
    missing = [str(column.name) for column in COLUMNS if column.is_needed and column.name not in places]
    if Name.NAME not in places and Name.KANA not in places:
        missing.append(Name.NAME)
    return Arrangement(len(headings), places, tuple(unknown), tuple(missing), tuple(dict.fromkeys(doubled)))


def arrange(headings: Sequence[str]) -> Arrangement:
    """Where each column stands; the order is free."""
    return _arranged(tuple(headings))


MISSING, DOUBLED = "missing_headings", "doubled_headings"
_NUMBERS = {str(column.name): number for number, column in enumerate(COLUMNS)}


def why_unusable(headings: Sequence[str]) -> str:
    """Empty, or why the rows below these headings cannot be read; short enough to be stored, put in words by `why_not`."""
    arrangement = arrange(headings)
    for code, names in ((MISSING, arrangement.missing), (DOUBLED, arrangement.doubled)):
        if names:
            return f"{code}:{','.join(str(_NUMBERS[name]) for name in names[:5])}"
    return ""


def why_not(problem: str) -> str:
    """What `why_unusable` found, as a sentence that says what to do. ValueError for a problem that is none of these."""
    code, _colon, numbers = problem.partition(":")
    names = "、".join(COLUMNS[int(number)].name for number in numbers.split(","))
    sentences = {
        MISSING: _(
            "These columns are missing: %(names)s. Nothing was kept. Add them as in the template, and send the file again."
        ),
        DOUBLED: _(
            "These columns stand there twice: %(names)s. Nothing was kept. Leave one of each, and send the file again."
        ),
    }
    if code not in sentences:
        raise ValueError("no problem of the headings")
    return sentences[code] % {"names": names}
