"""Fiscal years (年度): April to March by the clocks of Japan."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format

from japanese.dates import TOKYO, fiscal_year, fiscal_year_label, today
from japanese.display import speaks_japanese

APRIL = 4


@dataclass(frozen=True)
class Year:
    """A fiscal year; `begun` is the western year in which its April lies."""

    begun: int

    @property
    def first(self) -> date:
        """The first of April."""
        return date(self.begun, APRIL, 1)

    @property
    def next_first(self) -> date:
        """The first day that is not in it any more."""
        return date(self.begun + 1, APRIL, 1)

    @property
    def months(self) -> list[str]:
        """The twelve as "2026-04"."""
        return [f"{self.begun + (n > 12)}-{(n - 1) % 12 + 1:02d}" for n in range(APRIL, APRIL + 12)]

    @property
    def words(self) -> str:
        """令和8年度, or 2026–27."""
        return fiscal_year_label(self.first) if speaks_japanese() else f"{self.begun}–{(self.begun + 1) % 100:02d}"

    @property
    def before(self) -> "Year":
        """The year before."""
        return Year(self.begun - 1)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return today() < self.next_first

    def parameters(self, municipality: int) -> dict[str, int | date]:
        """What the statements ask for."""
        return {
            "municipality": municipality,
            "since": _midnight(self.first),
            "until": _midnight(self.next_first),
            "first": self.first,
            "next_first": self.next_first,
        }


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO)


def this_year() -> Year:
    """The one that it is now in Japan."""
    return Year(fiscal_year(today()))


def month_words(month: str) -> str:
    """「4月」 or "Apr" of "2026-04"."""
    year, number = map(int, month.split("-"))
    return f"{number}月" if speaks_japanese() else date_format(date(year, number, 1), "M")
