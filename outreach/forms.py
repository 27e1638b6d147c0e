"""Forms of visits. A moment is a day in any Japanese writing, and a time."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from japanese.fields import JapaneseDateField
from outreach.actions import Made
from outreach.looks import outcome_choices
from outreach.models import Outcome

#: A clock may run ahead of ours by so much.
_TOLERANCE = timedelta(minutes=10)


class _ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class VisitForm(forms.Form):
    """What the forms of visits have in common: the action may still refuse what is well filled in."""

    refused = False


class SentOnce(VisitForm):
    """Carries a number made when the page was shown, so that a double click writes once."""

    submission = forms.UUIDField(widget=forms.HiddenInput)


class PlanForm(SentOnce):
    """When somebody goes, with whom, and what to be careful about."""

    planned_on = JapaneseDateField(label=_("Day"))
    planned_time = forms.TimeField(label=_("Time"), widget=_ClockInput())
    companions = forms.CharField(
        label=_("Together with"),
        help_text=_("For example the local welfare volunteer (民生委員)."),
        max_length=100,
        required=False,
    )
    caution = forms.CharField(
        label=_("To be careful about"),
        help_text=_("Dogs, steep stairs, what not to say, whom not to meet alone."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_planned_on(self) -> date:
        """A plan is for today or later."""
        day: date = self.cleaned_data["planned_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is past. If you have been there, record the visit instead."))
        return day

    @property
    def planned_for(self) -> datetime:
        """The moment, once the form is valid."""
        return moment(self.cleaned_data["planned_on"], self.cleaned_data["planned_time"])


class MadeForm(VisitForm):
    """What came of a visit: one of four, then whatever there is to say."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect(attrs={"class": "choice-cards"}),
        error_messages={"required": _("Choose one of the four.")},
    )
    visited_on = JapaneseDateField(label=_("Day"))
    visited_time = forms.TimeField(label=_("Time"), widget=_ClockInput())
    condition = forms.CharField(
        label=_("Condition"),
        help_text=_("What you saw and heard. A few words are enough."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-counter": ""}),
    )
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_on = JapaneseDateField(label=_("Next step by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        if isinstance(outcome, forms.ChoiceField):
            outcome.choices = outcome_choices()

    def clean(self) -> dict[str, Any]:
        """Nobody was there in the future; a date needs what is to be done by then."""
        cleaned = super().clean() or {}
        day, at = cleaned.get("visited_on"), cleaned.get("visited_time")
        if day and at and moment(day, at) > timezone.now() + _TOLERANCE:
            self.add_error("visited_on", _("This moment is still to come. If you plan to go, plan a visit instead."))
        if cleaned.get("next_on") and not cleaned.get("next_step"):
            self.add_error("next_step", _("Write what is to be done by then."))
        return cleaned

    def made(self) -> Made:
        """What the actions take, once the form is valid."""
        said = self.cleaned_data
        return Made(
            outcome=Outcome(said["outcome"]),
            visited_at=moment(said["visited_on"], said["visited_time"]),
            condition=said["condition"],
            next_step=said["next_step"],
            next_on=said["next_on"],
        )


class RecordForm(SentOnce, MadeForm):
    """A visit that nobody had planned."""


def moment(day: date, at: time) -> datetime:
    """By the clocks of Japan."""
    return timezone.make_aware(datetime.combine(day, at))


def now_for_form() -> dict[str, Any]:
    """The first values of a visit that is recorded right after it."""
    now = timezone.localtime()
    return {"visited_on": now.date(), "visited_time": now.time().replace(second=0, microsecond=0)}
