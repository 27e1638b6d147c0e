"""The next conference, as one would plan it: a year after the last, on the same weekday, with the same agenda."""

from datetime import date, timedelta
from typing import Any

from agreements.models import Conference
from japanese.dates import fiscal_year_label
from japanese.workdays import add_working_days, is_working_day

#: 52 weeks, so that the weekday stays.
YEAR = timedelta(days=364)


def next_after(last: Conference, today: date) -> dict[str, Any]:
    """What the form for a new conference begins with; the day lies after today and is a working day."""
    day = last.held_on + YEAR
    while day <= today:
        day += YEAR
    day = day if is_working_day(day) else add_working_days(day, 1)
    title = last.title.replace(fiscal_year_label(last.held_on), fiscal_year_label(day))
    return {
        "title": title,
        "held_on": day,
        "begins": last.begins,
        "place": last.place,
        "agenda": "\n".join(last.agenda),
    }
