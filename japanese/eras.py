"""The eras (元号) since the western calendar came into use. A new era is one more line here."""

from datetime import date
from typing import NamedTuple


class Era(NamedTuple):
    """An era with the first and last day on which it may be written."""

    name: str
    letter: str
    began: int  # the western year called 元年
    first: date
    last: date

    def write(self, day: date) -> str:
        """「令和8年11月24日」 in this era, whether or not the day lies within it."""
        year = day.year - self.began + 1
        return f"{self.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


# 明治 and 大正 ended, and their successors began, on one and the same day; registers hold both
# spellings. 昭和 and 平成 ended at midnight. Until 明治5年12月2日 Japan counted by the moon.
# 令和 has no end yet; a year of three digits would be a western one under a wrong era.
ERAS = (
    Era("令和", "R", 2019, date(2019, 5, 1), date(2117, 12, 31)),
    Era("平成", "H", 1989, date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", 1926, date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", 1912, date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "M", 1868, date(1873, 1, 1), date(1912, 7, 30)),
)


def era_of(day: date) -> Era | None:
    """The era in which a day is written today; None where only the western year can be (before 1873)."""
    return next((era for era in ERAS if era.first <= day <= era.last), None)
