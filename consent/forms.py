"""What people fill in about withdrawals and reviews of protection grounds."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Consent
from consent.vocabulary import CHOSEN_CHANNELS, FailedLimb
from japanese.fields import JapaneseDateField

#: A clock may run ahead of ours by so much.
TOLERANCE = timedelta(minutes=10)


class ClockInput(forms.TimeInput):
    """Hours and minutes."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WithdrawForm(forms.Form):
    """撤回: by which channel the person withdrew, and when they said so: now, unless the letter came yesterday."""

    via = forms.ChoiceField(
        label=_("How did the person tell you?"),
        choices=[(one.value, one.label) for one in CHOSEN_CHANNELS],
        widget=forms.RadioSelect,
    )
    day = JapaneseDateField(label=_("Day"), required=False, help_text=_("Only if they said so earlier than now."))
    hour = forms.TimeField(label=_("Time"), required=False, widget=ClockInput())

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent = consent

    def clean(self) -> dict[str, Any]:
        """Neither in the future nor before the person had agreed."""
        cleaned = super().clean() or {}
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if bool(day) != (hour is not None) and not self.errors:
            self.add_error("hour" if day else "day", _("Please give both day and time, or neither."))
        at = self.withdrawn_at
        if at and at > timezone.now():
            self.add_error("day", _("This moment has not come yet."))
        elif at and at < self.consent.given_at:
            self.add_error("day", _("The person agreed later than that."))
        return cleaned

    @property
    def withdrawn_at(self) -> datetime | None:
        """The moment that was given; None: now."""
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        return timezone.make_aware(datetime.combine(day, hour)) if day and hour is not None else None


class ReviewForm(forms.Form):
    """The lead caseworker's review of a report that came without consent."""

    UPHELD = "yes"

    upheld = forms.ChoiceField(
        label=_("Do both reasons hold?"),
        choices=[
            (UPHELD, _("Yes. Telling us without consent was justified.")),
            (FailedLimb.NO_DANGER, _("No: nothing was in danger that had to be protected.")),
            (FailedLimb.COULD_BE_ASKED, _("No: the person could have been asked.")),
        ],
        widget=forms.RadioSelect(attrs={"class": "choice-cards"}),
    )
    note = forms.CharField(
        label=_("Remark"),
        help_text=_("If not: why. It stays with you; the sender is told only which of the two reasons failed."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": ""}),
    )

    def clean(self) -> dict[str, Any]:
        """A "no" needs its reason."""
        cleaned = super().clean() or {}
        if cleaned.get("upheld") in FailedLimb.values and not cleaned.get("note"):
            self.add_error("note", _("Please write why the reason does not hold."))
        return cleaned

    @property
    def failed(self) -> FailedLimb | None:
        """Which reason failed, once the form is valid; None: both hold."""
        answer = self.cleaned_data["upheld"]
        return None if answer == self.UPHELD else FailedLimb(answer)
