"""What is typed into the minutes of a session."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from japanese.fields import JapaneseDateField
from support_meetings.actions.decisions import Decided
from support_meetings.actions.minutes import Attended
from support_meetings.forms_text import TextForm
from support_meetings.models import AgendaItem, Attendance, Decision, Session, Summons

_SEPARATOR = "|"


def _longest(model: type[AgendaItem | Decision | Session | Summons], name: str) -> int:
    length: int | None = getattr(model._meta.get_field(name), "max_length", None)
    if length is None:
        raise TypeError(name)
    return length


def _text(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "input-full", "data-counter": True, **attrs})


class MinutesForm(TextForm):
    """The action may still refuse what is well filled in."""

    refused = False


class CourseForm(MinutesForm):
    """The session as a whole. `version` is that of the session as it was shown."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    minutes = forms.CharField(
        label=_("Course of the session"),
        help_text=_(
            "Opening, greetings, what concerned no single item. What concerns a household stands with its item."
        ),
        max_length=_longest(Session, "minutes"),
        required=False,
        widget=_text(8),
    )
    next_on = JapaneseDateField(label=_("Next session"), required=False)


class ItemForm(MinutesForm):
    """One item. `version` is that of the item as it was shown."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    discussion = forms.CharField(
        label=_("What was said"), max_length=_longest(AgendaItem, "discussion"), required=False, widget=_text(10)
    )
    result = forms.CharField(
        label=_("What was agreed"),
        help_text=_("Needed before the session can be closed. Who does what by when is added below as decisions."),
        max_length=_longest(AgendaItem, "result"),
        required=False,
        widget=_text(5),
    )
    next_review_on = JapaneseDateField(
        label=_("Look at it again on"),
        help_text=_("From this day on the case is flagged until it is on an agenda again."),
        required=False,
    )


class DecisionForm(MinutesForm):
    """Who does what by when. `people` are (member, name) of those who take part in the item."""

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    what = forms.CharField(
        label=_("What is to be done"),
        max_length=_longest(Decision, "what"),
        widget=forms.TextInput(attrs={"class": "input-full", "autocomplete": "off"}),
    )
    member = forms.TypedChoiceField(label=_("Who does it"), coerce=int, empty_value=None, required=False)
    due_on = JapaneseDateField(label=_("Due by"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("support agency")), *people]  # type: ignore[attr-defined]  # a choice field

    def decided(self) -> Decided:
        """What the actions take, once the form is valid."""
        said = self.cleaned_data
        return Decided(what=said["what"], member_id=said["member"], due_on=said["due_on"])


class OneMoreForm(DecisionForm):
    """A further decision on the page of an item; left empty, there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="add", **kwargs)
        for name in ("what", "due_on"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Who has begun one says what and by when."""
        cleaned = super().clean()
        if self.is_there and not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", _("Write what is to be done."))
        if self.is_there and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Write by when it is to be done."))
        return cleaned

    @property
    def is_there(self) -> bool:
        """Something was typed."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("what", "member", "due_on"))


class DoneForm(MinutesForm):
    """What came of a decision."""

    outcome = forms.CharField(label=_("What came of it"), max_length=_longest(Decision, "outcome"))


class DropForm(MinutesForm):
    """Why a decision will not be carried out."""

    reason = forms.CharField(label=_("Why it is dropped"), max_length=_longest(Decision, "dropped_reason"))


class AttendanceForm(MinutesForm):
    """One summoned member. `was` is what the page showed, so that two people do not undo each other's work."""

    attendance = forms.ChoiceField(
        label=_("Attendance"),
        choices=Attendance.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )
    note = forms.CharField(label=_("Note"), max_length=_longest(Summons, "attendance_note"), required=False)
    was = forms.CharField(widget=forms.HiddenInput, strip=False)

    def clean_was(self) -> tuple[str, str]:
        """As (attendance, note)."""
        attendance, _separator, note = str(self.cleaned_data["was"]).partition(_SEPARATOR)
        return attendance, note

    @classmethod
    def of(cls, summons: Summons, data: Any = None, kept: Any = None) -> "AttendanceForm":
        """As it stands; with what was sent, or with what was being typed (`kept`) over it."""
        prefix = f"s{summons.pk}"
        was = f"{summons.attendance}{_SEPARATOR}{summons.attendance_note}"
        first = {"attendance": summons.attendance, "note": summons.attendance_note, "was": was}
        if kept:
            # What the page showed stays what it was: the draft is older than the page.
            first |= {name: kept[f"{prefix}-{name}"] for name in first if f"{prefix}-{name}" in kept}
        return cls(data, prefix=prefix, initial=first)

    def attended(self, summons: Summons) -> Attended:
        """What the action takes, once the form is valid."""
        said = self.cleaned_data
        return Attended(summons.pk, said["attendance"], said["note"], said["was"])


class ExtractForm(MinutesForm):
    """What goes to the members of the item, and how long they can read it."""

    with_discussion = forms.BooleanField(
        label=_("also what was said"),
        help_text=_("Only if the members need it for what they are to do. What was agreed always goes."),
        required=False,
    )
    until_on = JapaneseDateField(label=_("Can be read until"))
    until_hour = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input-s"})
    )

    @staticmethod
    def usual() -> dict[str, Any]:
        """Two weeks from today, at the end of the working day."""
        return {"until_on": timezone.localdate() + timedelta(days=14), "until_hour": time(17, 15)}

    @property
    def until(self) -> datetime:
        """Day and hour together, by the clocks of Japan."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until_on"], self.cleaned_data["until_hour"]))
