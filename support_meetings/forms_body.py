"""What is typed about a meeting, its members and their terms."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from japanese.dates import fiscal_year
from japanese.fields import JapaneseDateField, KanaField, PhoneField
from japanese.text import contains_control
from organizations.models import SupportAgency
from support_meetings.models import EndReason, LegalBasis, Means, Member, SupportMeeting

_LINE = _("Please write this on one line, without special characters.")


class LineField(forms.CharField):
    """One line of text."""

    def clean(self, value: Any) -> str:
        """Without characters that nobody types."""
        text: str = super().clean(value)
        if contains_control(text):
            raise forms.ValidationError(_LINE, code="control")
        return text


def _length(model: Any, name: str) -> int:
    longest = model._meta.get_field(name).max_length
    return int(longest)


class FoundForm(forms.Form):
    """Founding of a meeting. The legal basis decides what it may deal with, so it stands first and stays."""

    basis = forms.ChoiceField(
        label=_("Legal basis"),
        choices=LegalBasis.choices,
        widget=forms.RadioSelect,
        help_text=_("It cannot be changed later: it decides which cases the meeting may deal with."),
    )
    name = LineField(label=_("Name of the meeting"), max_length=_length(SupportMeeting, "name"))
    founded_on = JapaneseDateField(label=_("Founded on"))
    charter = LineField(label=_("Title of the charter"), max_length=_length(SupportMeeting, "charter"))
    charter_text = forms.CharField(
        label=_("Text of the charter"),
        required=False,
        max_length=_length(SupportMeeting, "charter_text"),
        widget=forms.Textarea(attrs={"rows": 16, "class": "input-full"}),
        help_text=_("Left empty, a plain model charter is put in, which you can change at any time."),
    )
    secretariat = forms.TypedChoiceField(label=_("Secretariat"), coerce=int)

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = SupportAgency.objects.filter(municipality_id=municipality_id).order_by("name", "pk")
        self.fields["secretariat"].choices = list(agencies.values_list("pk", "name"))  # type: ignore[attr-defined]  # a choice field


class EditForm(FoundForm):
    """The same for a meeting that stands, with its officers. `version` is that of the page."""

    basis = None  # type: ignore[assignment]  # Django's way to take a field out
    version = forms.IntegerField(widget=forms.HiddenInput)
    chair = forms.TypedChoiceField(label=_("Chair"), coerce=int, empty_value=None, required=False)
    deputy = forms.TypedChoiceField(label=_("Deputy"), coerce=int, empty_value=None, required=False)

    field_order = ["version", "name", "chair", "deputy", "secretariat", "founded_on", "charter", "charter_text"]

    def __init__(self, *args: Any, people: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not chosen yet")), *((one.pk, one.name) for one in people)]
        for name in ("chair", "deputy"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["charter_text"].help_text = _(
            "The annex with the member organisations is added when it is printed."
        )


class DissolveForm(forms.Form):
    """The last day of a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = JapaneseDateField(label=_("Last day of the meeting"))


def end_of_next_fiscal_year(day: date) -> date:
    """The usual term: two fiscal years, this one included."""
    return date(fiscal_year(day) + 2, 3, 31)


class PersonForm(forms.Form):
    """Who, and in which organisation: somebody known to the meeting, or somebody new."""

    member = forms.TypedChoiceField(
        label=_("Known already"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "Choose here who was a member before, or sits for another organisation too. Otherwise fill in below."
        ),
    )
    name = LineField(label=_("Name"), max_length=_length(Member, "name"), required=False)
    kana = KanaField(label=_("Name in kana"), max_length=_length(Member, "kana"), required=False)
    organization = forms.TypedChoiceField(label=_("Organisation"), coerce=int, empty_value=None, required=False)
    other = LineField(
        label=_("Other organisation"),
        max_length=120,
        required=False,
        help_text=_("Only if it is not in the list above."),
    )
    post = LineField(label=_("Post in the organisation"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-mail, if the person takes part by log-in"),
        required=False,
        help_text=_("An invitation to the portal goes to this address. Without it everything is on paper."),
    )

    def __init__(
        self, *args: Any, people: list[Member], groups: list[tuple[str, list[tuple[int, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["member"].choices = [("", _("somebody new")), *((one.pk, one.name) for one in people)]  # type: ignore[attr-defined]  # a choice field
        named = [(_GROUPS[key], pairs) for key, pairs in groups if pairs]
        self.fields["organization"].choices = [("", _("please choose")), *named]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Exactly one human being, and exactly one organisation."""
        said = self.cleaned_data
        if not said.get("member"):
            self._check_new(said)
        if bool(said.get("organization")) == bool(said.get("other")) and "other" in said:
            self.add_error("organization", _("Choose an organisation, or write one that is not in the list."))
        return said

    def _check_new(self, said: dict[str, Any]) -> None:
        if not said.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the name, or choose somebody who is known already."))
        letters = "".join(said.get("name", "").split())
        namesake = next((one for one in self.people if "".join(one.name.split()) == letters), None)
        if namesake is not None and not said.get("email"):
            self.add_error(
                "member",
                _(
                    "Somebody of this name is known already. Choose them here; for another person of the same name, write an e-mail address or a distinguishing mark behind the name."
                ),
            )


_GROUPS = {
    "own": _("Municipality and agencies"),
    "companies": _("Companies"),
    "others": _("Other organisations"),
}


class AskForm(PersonForm):
    """就任依頼."""

    phone = PhoneField(label=_("Telephone"), max_length=20, required=False)
    address = LineField(label=_("Postal address for letters"), max_length=200, required=False)
    starts_on = JapaneseDateField(label=_("Term from"))
    ends_on = JapaneseDateField(label=_("Term until the end of"))
    reply_by = JapaneseDateField(label=_("Reply by"), required=False)

    def clean(self) -> dict[str, Any]:
        """A term goes forward."""
        said = super().clean()
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("The term ends before it begins. Please look at the two days again."))
        return said

    @staticmethod
    def fresh() -> dict[str, Any]:
        """The usual term, from today; a reply within two weeks."""
        today = timezone.localdate()
        return {"starts_on": today, "ends_on": end_of_next_fiscal_year(today), "reply_by": today + timedelta(days=14)}


class ProvisionalForm(PersonForm):
    """臨時委員: as short as it can be."""

    accepted_by = forms.ChoiceField(
        label=_("How the person accepted"), choices=Means.choices, widget=forms.RadioSelect, initial=Means.PAPER
    )
    pledge = forms.ChoiceField(
        label=_("Pledge of secrecy"),
        choices=[
            ("paper", _("signed on paper, I have it here")),
            ("portal", _("the person signs at the portal")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Until it is signed, no paper opens and nothing may be told to this person."),
    )


class VerbForm(forms.Form):
    """One of several forms on a page: each has ids of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{type(self).__name__}_%s", **kwargs})


class ReplyForm(VerbForm):
    """The letter of acceptance came back, or a refusal."""

    accepted = forms.ChoiceField(
        label=_("Reply"),
        choices=[("yes", _("the person accepts")), ("no", _("the person declines"))],
        widget=forms.RadioSelect,
    )
    on = JapaneseDateField(label=_("Day of the letter"))


class AppointForm(VerbForm):
    """委嘱."""

    appointed_on = JapaneseDateField(label=_("Date of the appointment"))
    starts_on = JapaneseDateField(label=_("Term from"))
    ends_on = JapaneseDateField(label=_("Term until the end of"))


class PaperPledgeForm(VerbForm):
    """The pledge on paper."""

    signed_name = LineField(label=_("Name as signed"), max_length=60)
    on = JapaneseDateField(label=_("Day of the signature"))


class EndForm(VerbForm):
    """退任."""

    on = JapaneseDateField(
        label=_("Last day in office"), help_text=_("Papers can be read until the end of this day, then no more.")
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[one for one in EndReason.choices if one[0] not in (EndReason.TERM, EndReason.DISSOLVED)],
        widget=forms.RadioSelect,
    )


class RenewForm(VerbForm):
    """再任."""

    ends_on = JapaneseDateField(label=_("New term until the end of"))


class SignForm(forms.Form):
    """A name typed as a signature."""

    signed_name = LineField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Typing your name counts as your signature."),
    )


class RegisterForm(forms.Form):
    """As of which day."""

    on = JapaneseDateField(label=_("As of"), required=False)
