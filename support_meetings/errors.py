"""Refusals of the meeting: a stable code, and a sentence that says what to do next."""

from cases.errors import CaseRefusal


class MeetingRefusal(CaseRefusal):
    """The meeting's rules do not allow it now."""
