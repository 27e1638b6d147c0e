"""What is typed about conferences."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms_text import LineField, LinesField
from agreements.models import Conference
from agreements.networks.actions.conferences import Plan
from agreements.networks.forms.common import NobodyForm
from japanese.fields import JapaneseDateField

LONGEST_ITEM, MOST_ITEMS = 200, 40


class ConferenceForm(NobodyForm):
    """A plan; one line of the agenda is one item."""

    watched: ClassVar[tuple[str, ...]] = ("title", "agenda")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Title"), max_length=120)
    held_on = JapaneseDateField(label=_("Day"))
    begins = forms.TimeField(
        label=_("Begins at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "input-s"}, format="%H:%M"),
    )
    place = LineField(label=_("Place"), max_length=120, required=False)
    agenda = LinesField(
        label=_("Agenda, one item a line"),
        rows=8,
        max_length=6000,
        required=False,
        help_text=_("Without personal data: no names, no addresses, no numbers of a household."),
    )

    def clean_agenda(self) -> str:
        """So many items, each so long, that the agenda fits its page."""
        items = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        if len(items) > MOST_ITEMS or any(len(item) > LONGEST_ITEM for item in items):
            raise forms.ValidationError(
                _("An agenda has at most 40 items of at most 200 characters. Please shorten it."), code="long"
            )
        return "\n".join(items)

    @staticmethod
    def of(conference: Conference) -> dict[str, Any]:
        """As recorded."""
        names = ("title", "held_on", "begins", "place")
        return {**{name: getattr(conference, name) for name in names}, "agenda": "\n".join(conference.agenda)}

    def plan(self) -> Plan:
        """For the action."""
        said = self.cleaned_data
        return Plan(said["title"], said["held_on"], said["begins"], said["place"], said["agenda"].splitlines())


class MinutesForm(NobodyForm):
    """What was said."""

    watched: ClassVar[tuple[str, ...]] = ("minutes",)

    version = forms.IntegerField(widget=forms.HiddenInput)
    minutes = LinesField(
        label=_("Minutes"),
        rows=16,
        max_length=20000,
        help_text=_("Without personal data. A household is talked about in a support meeting only."),
    )


class VersionForm(forms.Form):
    """A verb of a page that somebody else may have changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
