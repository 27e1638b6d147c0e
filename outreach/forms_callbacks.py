"""What came of ringing somebody who asked to be called back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.models import CallbackOutcome


class CallbackForm(forms.Form):
    """Tried without an answer, or done with one of the outcomes."""

    result = forms.ChoiceField(
        label=_("What came of the call?"),
        choices=[("tried", _("nobody answered, I will try again")), *CallbackOutcome.choices],
        widget=forms.RadioSelect(attrs={"class": "choice-cards"}),
        error_messages={"required": _("Choose one of these.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def again(self, version: int) -> "CallbackForm":
        """The same with what was chosen, to be sent once more after looking at what a colleague did."""
        self.data = {**self.data, "result": self.data.get("result", ""), "version": str(version)}
        return self
