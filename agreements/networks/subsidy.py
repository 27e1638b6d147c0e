"""国庫補助: what of a programme's costs the State bears. Pure arithmetic in whole yen."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

THOUSAND = 1000


@dataclass(frozen=True)
class Share:
    """All in yen. `by_rate`: rounded down to the yen; `within`: no more than the ceiling; `claim`: 千円未満切捨て."""

    spent: int
    by_rate: int
    ceiling: int | None
    within: int
    claim: int

    @property
    def dropped(self) -> int:
        """What is cut off below a thousand yen."""
        return self.within - self.claim

    @property
    def own(self) -> int:
        """What the municipality bears itself."""
        return self.spent - self.claim

    @property
    def is_capped(self) -> bool:
        """The ceiling, and not the rate, decides."""
        return self.within < self.by_rate


def share_of(spent: int, rate: str, ceiling: int | None) -> Share:
    """`rate` as "3/4". Rate first, then the ceiling, then whole thousands."""
    by_rate = int(spent * Fraction(rate))
    within = by_rate if ceiling is None else min(by_rate, ceiling)
    return Share(spent, by_rate, ceiling, within, within // THOUSAND * THOUSAND)


def payable(year: int) -> tuple[date, date]:
    """First and last day on which a cost of the fiscal year is paid: accounts close on 31 May (地方自治法235条の5)."""
    return date(year, 4, 1), date(year + 1, 5, 31)
