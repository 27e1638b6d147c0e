"""Working days of a public office: Monday to Friday, no national holiday, not 29 December to 3 January.

National holidays include those in lieu (振替休日) and those between two others
(国民の休日); the office days at the turn of the year are 行政機関の休日に関する法律 1条1項3号.
"""

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

from jpholiday import JPHoliday

# Our own instance: others may register their own holidays with the shared one.
_HOLIDAYS = JPHoliday()
_ONE_DAY = timedelta(days=1)
# From the first whole year of 国民の祝日に関する法律 to the last for which the equinoxes are reckoned.
_FIRST_COUNTED, _LAST_COUNTED = date(1949, 1, 1), date(2099, 12, 31)


def is_working_day(d: date) -> bool:
    """Whether the office is open on this day."""
    return d in _working_day_set(d.year)


def working_days_between(start: date, end: date) -> int:
    """How many working days d have start < d <= end: 0 for equal days, negative when end lies before start.

    Counts within 1949–2099 only, so that a 9999-12-31 meaning "no date" costs nothing.
    """
    start, end = _within_count(start), _within_count(end)
    return _count_from_new_year(end) - _count_from_new_year(start) + _whole_years(start.year, end.year)


def add_working_days(start: date, n: int) -> date:
    """The n-th working day after ``start``, or before it when n is negative; ``start`` itself when n is 0.

    Raises OverflowError past the ends of the calendar.
    """
    step = _ONE_DAY if n > 0 else -_ONE_DAY
    day = start
    for _nth in range(abs(n)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def previous_working_day(d: date) -> date:
    """The last working day before ``d``, never ``d`` itself."""
    return add_working_days(d, -1)


def _within_count(d: date) -> date:
    return min(max(d, _FIRST_COUNTED), _LAST_COUNTED)


def _count_from_new_year(d: date) -> int:
    return bisect_right(_working_days(d.year), d)


def _whole_years(first: int, last: int) -> int:
    if last < first:
        return -_whole_years(last, first)
    return sum(len(_working_days(year)) for year in range(first, last))


@lru_cache(maxsize=400)
def _working_days(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1).toordinal()
    days = map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))
    return tuple(day for day in days if _office_is_open(day))


@lru_cache(maxsize=400)
def _working_day_set(year: int) -> frozenset[date]:
    return frozenset(_working_days(year))


def _office_is_open(d: date) -> bool:
    turn_of_year = (d.month, d.day) >= (12, 29) or (d.month, d.day) <= (1, 3)
    return d.weekday() < 5 and not turn_of_year and not _HOLIDAYS.is_holiday(d)
