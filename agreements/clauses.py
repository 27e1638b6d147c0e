"""Clauses that a municipality can choose from: those of Tsunagi, its own wording of them, and its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.clause_texts import TEXTS
from agreements.models import Agreement, AgreementKind, ClauseTemplate, PeriodUnit
from japanese.dates import wareki

#: What stands in a clause for what is known of the agreement only.
PLACEHOLDERS = ("〔自治体名〕", "〔始期〕", "〔終期〕", "〔申出期限〕", "〔更新期間〕")
#: The clause on the term of one that does not renew itself, in place of the usual one.
_ONCE = {True: "term_once", False: "term"}


@dataclass(frozen=True)
class Clause:
    """A clause as it is offered. `own` is the municipality's row, where its wording is its own."""

    key: str
    heading: str
    paragraphs: tuple[str, ...]
    kinds: frozenset[str]
    order: int
    is_usual: bool
    own: ClauseTemplate | None = None

    @property
    def is_brought(self) -> bool:
        """Whether Tsunagi brings a clause of this key."""
        return self.key in BROUGHT


BROUGHT: dict[str, Clause] = {
    key: Clause(key, heading, paragraphs, frozenset(kinds), place * 10, usual)
    for place, (key, heading, paragraphs, kinds, usual) in enumerate(TEXTS, start=1)
}


def all_clauses(rows: Iterable[ClauseTemplate]) -> list[Clause]:
    """Every clause in order, those no longer offered included. `rows` are the municipality's own. Pure."""
    found = {**BROUGHT, **{row.key: _own(row) for row in rows}}
    return sorted(found.values(), key=lambda one: (one.order, one.key))


def _own(row: ClauseTemplate) -> Clause:
    kinds = frozenset(row.kinds)
    return Clause(row.key, row.heading, tuple(row.paragraphs), kinds, row.order, row.is_usual, row)


def offered(rows: Iterable[ClauseTemplate], kind: str) -> list[Clause]:
    """Those that an agreement of this kind can take."""
    return [one for one in all_clauses(rows) if kind in one.kinds and not (one.own and one.own.retired_at)]


def usual(rows: Iterable[ClauseTemplate], agreement: Agreement) -> list[Clause]:
    """Those that a new agreement begins with; of the two on its term the one that fits."""
    left_out = _ONCE[agreement.renews_itself]
    wanted = _ONCE[not agreement.renews_itself]
    found = [one for one in offered(rows, agreement.kind) if one.is_usual or one.key == wanted]
    return [one for one in found if one.key != left_out]


def filled(text: str, agreement: Agreement, town: str) -> str:
    """With the words of this agreement in place of the placeholders."""
    for placeholder, words in _words(agreement, town).items():
        text = text.replace(placeholder, words)
    return text


def as_article(clause: Clause, agreement: Agreement, town: str) -> dict[str, object]:
    """An article of the agreement."""
    return {"heading": clause.heading, "paragraphs": [filled(one, agreement, town) for one in clause.paragraphs]}


def _words(agreement: Agreement, town: str) -> dict[str, str]:
    unit = "か月" if agreement.notice_unit == PeriodUnit.MONTHS else "日"
    return {
        "〔自治体名〕": town,
        "〔始期〕": _day(agreement.in_force_from, "この協定の締結の日"),
        "〔終期〕": _day(agreement.in_force_until, "当事者が終了を合意する日"),
        "〔申出期限〕": f"{agreement.notice_period}{unit}",
        "〔更新期間〕": _months(agreement.renewal_months),
    }


def _day(day: date | None, otherwise: str) -> str:
    return wareki(day, weekday=False) if day else otherwise


def _months(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}年間" if years and not rest else f"{months}か月間"


def kinds_in_words(clause: Clause) -> list[str]:
    """For which agreements, as words."""
    return [str(kind.label) for kind in AgreementKind if kind in clause.kinds]
