"""What is typed about an exchange."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.forms_text import LineField, LinesField
from agreements.models import ExchangeMeans, Network
from agreements.networks.access import members_of
from agreements.networks.actions.exchanges import Talk
from agreements.networks.forms.common import NobodyForm
from japanese.fields import JapaneseDateField


def _members(network: Network, which: str) -> list[tuple[int, str]]:
    rows = members_of(network, words="", which=which, today=timezone.localdate())
    return list(rows.order_by("organization__name", "pk").values_list("pk", "organization__name"))


class ExchangeForm(NobodyForm):
    """Written down in under a minute: everything but the words has a start."""

    watched: ClassVar[tuple[str, ...]] = ("words", "next_step")

    member = forms.TypedChoiceField(label=_("With"), coerce=int, empty_value=None, required=False)
    on = JapaneseDateField(label=_("Day"))
    means = forms.ChoiceField(label=_("How"), choices=ExchangeMeans.choices)
    words = LinesField(
        label=_("What was talked about"),
        rows=3,
        max_length=2000,
        help_text=_("Without personal data. A household is reported at the portal or by telephone, not here."),
    )
    next_step = LineField(
        label=_("Next step"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "input-full"})
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = _members(network, "now")
        self.fields["member"].choices = [("", _("the network as a whole")), *members]  # type: ignore[attr-defined]  # a choice field

    def talk(self) -> Talk:
        """For the action."""
        said = self.cleaned_data
        return Talk(said["on"], ExchangeMeans(said["means"]), said["words"], said["next_step"], said["member"])


class ExchangeFilterForm(forms.Form):
    """Which of the log."""

    member = forms.TypedChoiceField(label=_("Member"), coerce=int, empty_value=None, required=False)
    means = forms.ChoiceField(label=_("How"), choices=[("", _("all")), *ExchangeMeans.choices], required=False)
    struck = forms.BooleanField(label=_("show struck-out ones too"), required=False)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})
        self.fields["member"].choices = [("", _("all")), *_members(network, "all")]  # type: ignore[attr-defined]  # a choice field
