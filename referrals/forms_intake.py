"""What comes by telephone, FAX or at the counter, typed in on one page: the wizard's forms, all at once.

The names of their fields do not clash, so all of them read the same answers.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from consent.vocabulary import Item, Route
from japanese.fields import JapaneseDateField, PhoneField
from organizations.models import Office, UtilityKind
from referrals.forms.fields import Line, Words, offer
from referrals.forms.ground import ConsentForm, ProtectionForm
from referrals.forms.household import SUPPLY_POINTS, HouseholdForm
from referrals.forms.start import is_yes
from referrals.forms.step import Answers, StepForm
from referrals.models import ENTERED, Source
from referrals.report import CARRIERS, HouseholdStated

#: A clock may run ahead of ours by so much.
TOLERANCE = timedelta(minutes=10)
_LONGEST_PHONE = 30
#: Longer ago than this the year is a slip of the pen.
LONGEST_AGO = timedelta(days=366)


class BeginsHere(forms.RadioSelect):
    """Whoever opens an empty page types on at once: the first choice has the keyboard until one is made."""

    def optgroups(self, name: str, value: list[Any], attrs: dict[str, Any] | None = None) -> Any:
        """The choices; where there are mistakes, their list takes the keyboard all the same."""
        groups: Any = super().optgroups(name, value, attrs)
        if not any(value):
            groups[0][1][0]["attrs"]["autofocus"] = True
        return groups


class ArrivalForm(StepForm):
    """Danger first; then how it came, who tells, and on what ground. Offices are those that serve the municipality."""

    danger = forms.TypedChoiceField(
        label=_lazy("Is anyone’s life in danger right now?"),
        choices=[("yes", _lazy("Yes, right now")), ("no", _lazy("No"))],
        coerce=is_yes,
        empty_value=None,
        widget=BeginsHere(attrs={"class": "choices-inline"}),
    )
    channel = forms.ChoiceField(
        label=_lazy("How it came"),
        choices=[(one.value, one.label) for one in ENTERED],
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )
    received_on = JapaneseDateField(label=_lazy("Received on"))
    received_time = forms.TimeField(label=_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    source = forms.ChoiceField(label=_lazy("Who tells us"), choices=Source, widget=forms.RadioSelect)
    office = forms.TypedChoiceField(
        label=_lazy("Company and office"),
        coerce=int,
        empty_value=None,
        error_messages={"required": _lazy("Choose the company and its office.")},
    )
    source_name = Line(label=_lazy("Name of who tells us"), max_length=100, required=False)
    source_phone = PhoneField(label=_lazy("Telephone of who tells us"), max_length=_LONGEST_PHONE, required=False)
    caller_words = Words(label=_lazy("In their own words"), max_length=1000, required=False)
    route = forms.ChoiceField(
        label=_lazy("On what ground"),
        choices=[
            (Route.A.value, _lazy("The person agreed")),
            (Route.B.value, _lazy("They must be protected, and cannot be asked")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, answers: Answers, *, check: bool, offices: Iterable[Office]) -> None:
        super().__init__(answers, check=check)
        named = [(office.pk, f"{office.utility.name} {office.name}") for office in offices]
        offer(self.fields["office"], [("", _("Please choose")), *named])
        self.fields["office"].required = not check or answers.get("source") == Source.UTILITY
        now = timezone.localtime()
        self.suggest(received_on=now.date(), received_time=now.time().replace(second=0, microsecond=0))

    def clean(self) -> None:
        """What was received lies behind us. A cry of danger waits for no well-formed number."""
        said = self.cleaned_data
        if said.get("danger") and self.errors.pop("source_phone", None):
            said["source_phone"] = self.data.get("source_phone", "")[:_LONGEST_PHONE]
        if said.get("received_on") and said.get("received_time"):
            self._check_moment()

    def _check_moment(self) -> None:
        ago = timezone.now() - self.received_at
        if ago < -TOLERANCE:
            self.add_error("received_on", ValidationError(_("This moment is still to come."), code="ahead"))
        elif ago > LONGEST_AGO:
            sentence = _("This is more than a year ago. Please look at the year again.")
            self.add_error("received_on", ValidationError(sentence, code="long_ago"))

    @property
    def received_at(self) -> datetime:
        """The moment, once both its fields are valid."""
        return timezone.make_aware(
            datetime.combine(self.cleaned_data["received_on"], self.cleaned_data["received_time"])
        )


class EnteredHouseholdForm(HouseholdForm):
    """The household as somebody told of it: a neighbour may know neither name, postal code nor supply."""

    supplier_name = Line(
        label=_lazy("Who supplies"),
        help_text=_lazy("Only if it is somebody else than who tells us."),
        max_length=100,
        required=False,
    )
    note = Words(label=_lazy("Anything else"), max_length=500, required=False)

    def __init__(self, answers: Answers, *, check: bool, danger: bool) -> None:
        super().__init__(answers, check=check, kind=UtilityKind.ELECTRICITY_RETAIL, agreed=None, danger=danger)
        self.own_kind = ""  # who tells us need not be who supplies
        if "supply_kind" not in answers:
            self.initial.pop("supply_kind", None)  # nobody has said yet which supply it is
        for name in ("name", "postal_code", "supply_kind"):
            self.fields[name].required = False
        offer(self.fields["supply_kind"], [("", _("not known")), *UtilityKind.choices])
        point: Any = self.fields["supply_point"]
        point.kind = SUPPLY_POINTS.get(answers.get("supply_kind") or "", "")
        for name, words in _HELP.items():
            self.fields[name].help_text = words

    def _fit_kind(self, own: UtilityKind, chosen: str) -> None:
        """The kind is chosen on the same page, so all kinds and the number of each are there."""

    def clean(self) -> None:
        """Whoever told us told us: that another agency is in charge, or none here, is seen at triage."""
        if self.danger:
            self._let_through()
        if self.cleaned_data.get("address") == "":
            required = str(self.fields["address"].error_messages["required"])
            self.add_error("address", ValidationError(required, code="required"))

    def stated(self) -> HouseholdStated:
        """With what the wizard does not ask."""
        said = self.cleaned_data
        return replace(super().stated(), supplier_name=said["supplier_name"], note=said["note"])


_HELP = {
    "name": _lazy("Leave it blank if nobody knows it."),
    "postal_code": _lazy("It tells which agency is in charge."),
    "supply_point": _lazy("Electricity 22 digits, city gas 17."),
    "scheduled_stop_on": _lazy("Only a day that was notified; otherwise leave it blank."),
}
_FORMS = (ArrivalForm, ConsentForm, ProtectionForm, EnteredHouseholdForm)
#: All that is ever kept of an answer.
FIELDS = frozenset(name for form in _FORMS for name in form.base_fields)
#: What stays on the screen after a refusal: nothing that may point to somebody.
NOT_PERSONAL = frozenset(
    {
        *("danger", "channel", "received_on", "received_time", "source", "office", "route"),
        *("given_on", "given_time", "means", "all_items", "agreed_items", "expires_on", "to_feedback"),
        "interest",
        *("supply_kind", "arrears_since", "arrears_months", "arrears_yen"),
        *("deferred_until", "notice_on", "scheduled_stop_on"),
    }
)
#: The caller's own words are a note about the household, whoever says them.
_ALSO = {Item.NOTE: ("caller_words",)}
#: What is asked only under a condition, as static/js/conditions.js reads it: any of the words holds.
_UNDER_CONDITION = {
    "office": "source=utility",
    "to_feedback": "source=utility",
    **{
        name: f"route!=A source=person all_items=on agreed_items={item.value}"
        for item, names in CARRIERS.items()
        for name in (*names, *_ALSO.get(item, ()))
    },
}


def fields_on_paper() -> dict[str, forms.Field]:
    """Every field of the page by its name, as it stands on the slip."""
    return {name: field for form in _FORMS for name, field in form.base_fields.items()}


def condition_of(name: str) -> str:
    """Under which answers a field is asked; empty where always."""
    return _UNDER_CONDITION.get(name, "")
