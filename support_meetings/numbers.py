"""Numbers on the papers of a meeting, such as 1-R8-委003: meeting, fiscal year, series, running number."""

from datetime import date

from japanese.dates import fiscal_year
from support_meetings.models import MeetingCounter, SupportMeeting

#: series → the character that stands in the number
SERIES = {"ask": "依", "appoint": "委", "request": "協"}


def next_number(meeting: SupportMeeting, series: str, day: date) -> str:
    """The next number of a series in this fiscal year; call it in the transaction that uses it."""
    year = fiscal_year(day)
    key = {"meeting": meeting, "series": series, "fiscal_year": year}
    MeetingCounter.objects.get_or_create(**key, defaults={"municipality_id": meeting.municipality_id})
    counter = MeetingCounter.objects.select_for_update().get(**key)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{meeting.pk}-R{year - 2018}-{SERIES[series]}{counter.last:03d}"
