"""When a request is due, and when its recipient is reminded by itself."""

from datetime import date, datetime, time

from django.utils import timezone

from japanese.workdays import add_working_days

#: So many working days to answer, unless the office says otherwise.
USUAL_DAYS = 10
_MORNING = time(9)


def usual_due(day: date) -> date:
    """The last day for an answer to what is asked on `day`."""
    return add_working_days(day, USUAL_DAYS)


def reminder_due(due_on: date) -> datetime:
    """Nine in the morning (Asia/Tokyo) of the working day after the reply was due."""
    return timezone.make_aware(datetime.combine(add_working_days(due_on, 1), _MORNING))
