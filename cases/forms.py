"""What is typed at a case."""

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CaseNote, CaseStatus, NoteKind
from japanese.fields import JapaneseDateField
from japanese.text import contains_control


class NoteForm(forms.Form):
    """A note on the case; "n" leads to its text from everywhere on the page."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    body = forms.CharField(
        label=_("What happened, what was said, what is agreed"),
        max_length=CaseNote._meta.get_field("body").max_length,
        widget=forms.Textarea(attrs={"rows": 5, "data-note": True, "data-counter": True, "class": "input-full"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=NoteKind.choices,
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
        help_text=_("A talk with the person or the family counts as contact."),
    )
    day = JapaneseDateField(label=_("Day"), help_text="")  # filled in already; an example only gets in the way
    hour = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input-s"})
    )

    @classmethod
    def fresh(cls, kept: dict[str, Any]) -> "NoteForm":
        """Now, with what was being typed (`kept`, of a draft) over it."""
        now = timezone.localtime()
        first = {"kind": NoteKind.MEMO, "day": now.date(), "hour": now.time(), "submission": uuid.uuid4()}
        return cls(initial={**first, **kept})

    def clean_body(self) -> str:
        """Text with lines, without characters that nobody types."""
        body: str = self.cleaned_data["body"]
        if contains_control(body, multiline=True):
            raise forms.ValidationError(_("Please take out the special characters; they cannot be kept."))
        return body

    def clean(self) -> dict[str, Any]:
        """What is noted has happened."""
        if self._moment() and self.happened_at > timezone.now():
            self.add_error("day", forms.ValidationError(_("This moment has not come yet."), code="future"))
        return self.cleaned_data

    def _moment(self) -> bool:
        return bool(self.cleaned_data.get("day")) and isinstance(self.cleaned_data.get("hour"), time)

    @property
    def happened_at(self) -> datetime:
        """Day and time together, by the clocks of Japan."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))


class AssignForm(forms.Form):
    """Who is in charge. `version` is that of the case as it was shown."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    user = forms.TypedChoiceField(label=_("in charge"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", _("nobody in charge yet")), *people]  # type: ignore[attr-defined]  # a choice field


class FilterForm(forms.Form):
    """Which cases the list shows; anything not understood means the default."""

    state = forms.ChoiceField(label=_("State"), choices=[*CaseStatus.choices, ("all", _("all"))], required=False)
    who = forms.ChoiceField(label=_("in charge"), choices=[("", _("everybody")), ("mine", _("me"))], required=False)
    after = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)


class SearchForm(forms.Form):
    """One field for everything. Sent by POST: what is searched for is somebody's data."""

    q = forms.CharField(label=_("Name, reading, telephone or number"), max_length=100)


class VersionForm(forms.Form):
    """Which state of the case the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
