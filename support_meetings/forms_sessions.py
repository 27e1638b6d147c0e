"""What is typed to prepare a session."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from japanese.fields import JapaneseDateField
from japanese.workdays import add_working_days
from support_meetings.actions.sessions import Plan, in_the_past
from support_meetings.forms_text import TextForm
from support_meetings.models import Session

_NOTICE_DAYS = 14
_WHEN = frozenset({"day", "begins", "ends"})
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _wide() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input-full"})


class SessionForm(TextForm):
    """Day and times by the clocks of Japan; `version` is that of the session as it was shown."""

    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput, required=False)
    day = JapaneseDateField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins"), widget=_TIME)
    ends = forms.TimeField(
        label=_("Ends"), help_text=_("Earlier than the beginning means after midnight, on the next day."), widget=_TIME
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False, widget=_wide())
    online = forms.CharField(
        label=_("How to join by video"),
        help_text=_("Address or number of the video conference, if there is one."),
        max_length=300,
        required=False,
        widget=_wide(),
    )
    remark = forms.CharField(
        label=_("Remark for the letter"),
        help_text=_("For example where to park. Write nothing about any household: the letter goes by post too."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input-full"}),
    )
    papers_days = forms.IntegerField(
        label=_("Papers can be read so many days before"), min_value=0, max_value=30, initial=2
    )
    papers_hours = forms.IntegerField(label=_("and so many hours after the end"), min_value=0, max_value=168, initial=2)
    may_download = forms.BooleanField(
        label=_("The chair allows copies to be downloaded"),
        help_text=_("Normally copies are read on the screen only."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A place or a way to join, and a time that is not over; of a session that was held the papers can be read longer."""
        cleaned = super().clean()
        if not self.errors and not cleaned["place"].strip() and not cleaned["online"].strip():
            self.add_error("place", _("Write where the members meet, or how they join by video."))
        if not self.errors and _WHEN & set(self.changed_data) and self.plan().ends_at <= timezone.now():
            self.add_error("day", in_the_past())
        return cleaned

    def plan(self) -> Plan:
        """Of a valid form. Papers open at midnight of their day."""
        said = self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(said["day"], said["begins"]))
        ends_at = timezone.make_aware(datetime.combine(said["day"], said["ends"]))
        if ends_at <= starts_at:
            ends_at += timedelta(days=1)
        first = timezone.make_aware(datetime.combine(said["day"] - timedelta(days=said["papers_days"]), time.min))
        return Plan(
            starts_at=starts_at,
            ends_at=ends_at,
            place=said["place"].strip(),
            online=said["online"].strip(),
            remark=said["remark"].strip(),
            papers_from=first,
            papers_until=ends_at + timedelta(hours=said["papers_hours"]),
            may_download=said["may_download"],
        )

    @classmethod
    def usual(cls, place: str) -> dict[str, Any]:
        """What the form begins with for a new session: an afternoon in two weeks, so that the letters arrive in time."""
        day = add_working_days(timezone.localdate() + timedelta(days=_NOTICE_DAYS - 1), 1)
        return {"day": day, "begins": time(14), "ends": time(16), "place": place}

    @classmethod
    def first(cls, session: Session) -> dict[str, Any]:
        """What the form begins with for a session that is there."""
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        opens = timezone.localtime(session.papers_from)
        return {
            "version": session.version,
            "day": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
            "place": session.place,
            "online": session.online,
            "remark": session.remark,
            "papers_days": max((starts.date() - opens.date()).days, 0),
            "papers_hours": int((session.papers_until - session.ends_at).total_seconds() // 3600),
            "may_download": session.may_download,
        }


class CancelForm(forms.Form):
    """中止の理由; it stands in the members' first page of the portal no more than the session itself."""

    reason = forms.CharField(label=_("Why is it cancelled?"), max_length=200, widget=_wide())
