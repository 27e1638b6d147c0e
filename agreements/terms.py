"""Days of terms: pure arithmetic on whole days of Japan."""

import calendar
from datetime import date, timedelta

DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later or earlier; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_term(first: date, months: int) -> date:
    """The last day of so many months from `first` on (民法143条2項).

    The day before the corresponding one; where the last month has no such day, the last of that month.
    """
    there = add_months(first, months)
    return there - DAY if there.day == first.day else there


def days_before(last: date, count: int, *, in_months: bool) -> date:
    """The last day on which notice is in time: `count` months or days before `last`."""
    return add_months(last, -count) if in_months else last - timedelta(days=count)
