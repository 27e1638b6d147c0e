"""What the pages of the body have in common."""

from django import forms

from support_meetings.errors import MeetingRefusal


def refused(form: forms.Form, refusal: MeetingRefusal) -> int:
    """The refusal stands at the top of the form, which keeps what was typed; the status of the answer."""
    form.add_error(None, forms.ValidationError(str(refusal.sentence), code=refusal.code))
    return 409
