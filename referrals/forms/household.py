"""Step 3: the household and its supply. Asks for nothing that the person did not agree to."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.vocabulary import Item
from consent.words import listed
from japanese.codes import CITY_GAS, ELECTRICITY
from japanese.dates import today
from japanese.fields import JapaneseDateField, KanaField, PhoneField, PostalCodeField, SupplyPointField
from organizations.models import UtilityKind
from referrals.actions.reporting import in_charge
from referrals.errors import ReferralRefusal
from referrals.forms.fields import Line, Words
from referrals.forms.step import Answers, StepForm
from referrals.models import StopBasis
from referrals.report import HouseholdStated

_SUPPLY_POINTS = {
    UtilityKind.ELECTRICITY_RETAIL: ELECTRICITY,
    UtilityKind.ELECTRICITY_NETWORK: ELECTRICITY,
    UtilityKind.CITY_GAS: CITY_GAS,
}
#: The fields that carry an item; those of `LEAST_ITEMS` are always asked.
_CARRIERS = {
    Item.KANA: ("kana",),
    Item.BIRTH_DATE: ("birth_on",),
    Item.PHONE: ("phone",),
    Item.CUSTOMER_NUMBER: ("customer_number",),
    Item.SUPPLY_POINT: ("supply_point",),
    Item.ARREARS: ("arrears_since", "arrears_months", "arrears_yen"),
    Item.DEFERRAL: ("deferred_until",),
    Item.STOP_DATE: ("notice_on", "scheduled_stop_on"),
    Item.HOUSEHOLD: ("has_infant",),
    Item.HEALTH_SIGNS: ("has_illness",),
    Item.VISIT_SIGNS: ("signs",),
}


class HouseholdForm(StepForm):
    """`agreed` are the items of the consent, or None on a ground that does not count items."""

    name = Line(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As in the contract, or of who lives there."), max_length=100
    )
    kana = KanaField(label=gettext_lazy("Name in kana"), required=False)
    birth_on = JapaneseDateField(label=gettext_lazy("Date of birth"), required=False)
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False, max_length=30)
    postal_code = PostalCodeField(
        label=gettext_lazy("Postal code"),
        help_text=gettext_lazy("It decides which agency receives this report."),
        max_length=10,
    )
    address = Line(label=gettext_lazy("Address"), max_length=300)
    supply_kind = forms.ChoiceField(label=gettext_lazy("Kind of supply"), choices=UtilityKind)
    customer_number = Line(label=gettext_lazy("Customer number"), max_length=40, required=False)
    supply_point = SupplyPointField(kind=ELECTRICITY, label=gettext_lazy("Supply point number"), required=False)
    arrears_since = JapaneseDateField(label=gettext_lazy("In arrears since"), required=False)
    arrears_months = forms.IntegerField(
        label=gettext_lazy("Months in arrears"), min_value=1, max_value=600, required=False
    )
    arrears_yen = forms.IntegerField(
        label=gettext_lazy("Amount in arrears (yen)"), min_value=1, max_value=99_999_999, required=False
    )
    deferred_until = JapaneseDateField(label=gettext_lazy("Payment deferred until"), required=False)
    notice_on = JapaneseDateField(label=gettext_lazy("Stop notice sent on"), required=False)
    scheduled_stop_on = JapaneseDateField(
        label=gettext_lazy("Stop date that was notified to the customer"),
        help_text=gettext_lazy("Not decided or not notified yet: leave it blank. The agency then reads “not known”."),
        required=False,
    )
    has_infant = forms.BooleanField(label=gettext_lazy("There is an infant"), required=False)
    has_illness = forms.BooleanField(
        label=gettext_lazy("Someone is ill, or uses medical equipment that needs electricity"), required=False
    )
    signs = Words(
        label=gettext_lazy("What you noticed"),
        help_text=gettext_lazy(
            "Only what you saw or heard yourself: post piling up, a faint voice, no light in the evening."
        ),
        max_length=500,
        required=False,
    )

    def __init__(
        self,
        answers: Answers,
        *,
        check: bool,
        kind: str,
        agreed: frozenset[Item] | None,
        danger: bool,
    ) -> None:
        super().__init__(answers, check=check)
        self.danger = danger
        self.fields["name"].required = not danger
        self.suggest(supply_kind=kind)
        self._fit_supply_point(answers.get("supply_kind") or kind)
        not_agreed = [item for item in _CARRIERS if agreed is not None and item not in agreed]
        self.left_out = listed(str(item.label) for item in not_agreed)
        for item in not_agreed:
            for name in _CARRIERS[item]:
                self.fields.pop(name, None)
        self.fields["postal_code"].widget.attrs |= {
            "data-postal-url": reverse("postal_lookup"),
            "data-postal-target": self["address"].id_for_label,
            "class": "input-s",
        }

    def _fit_supply_point(self, kind: str) -> None:
        """Electricity has 22 digits, city gas 17, the rest no such number."""
        field: Any = self.fields["supply_point"]
        if kind not in _SUPPLY_POINTS:
            del self.fields["supply_point"]
            return
        field.kind = _SUPPLY_POINTS[UtilityKind(kind)]
        field.help_text = _("%(digits)s digits.") % {"digits": 22 if field.kind == ELECTRICITY else 17}

    def clean_postal_code(self) -> str:
        """A code that no agency serves is said here, before anything is sent."""
        code: str = self.cleaned_data["postal_code"]
        try:
            in_charge(code)
        except ReferralRefusal as refused:
            raise ValidationError(str(refused.sentence), code=refused.code) from refused
        return code

    def clean_birth_on(self) -> date | None:
        """Nobody is born tomorrow."""
        return self._not_ahead("birth_on")

    def clean_arrears_since(self) -> date | None:
        """Arrears lie behind."""
        return self._not_ahead("arrears_since")

    def _not_ahead(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > today():
            raise ValidationError(_("This day has not come yet. Please look at the year again."), code="ahead")
        return day

    def clean_name(self) -> str:
        """In danger nobody has to know the name first."""
        name: str = self.cleaned_data["name"]
        return name or _("(name not known)")

    def rows(self, only: Collection[str] | None = None) -> list[tuple[str, str]]:
        """As for every step; that no stop date is known is an answer too."""
        rows = super().rows(only)
        stop = self.fields.get("scheduled_stop_on")
        if only is not None or stop is None or self.cleaned_data.get("scheduled_stop_on"):
            return rows
        return [*rows, (str(stop.label), _("not known"))]

    def stated(self) -> HouseholdStated:
        """The household as stated; the form is valid. What was not asked is empty."""
        said = self.cleaned_data
        words = (
            "name",
            "kana",
            "phone",
            "postal_code",
            "address",
            "supply_kind",
            "customer_number",
            "supply_point",
            "signs",
        )
        stop = said.get("scheduled_stop_on")
        return HouseholdStated(
            **{name: said.get(name, "") for name in words},
            birth_on=said.get("birth_on"),
            arrears_since=said.get("arrears_since"),
            arrears_months=said.get("arrears_months"),
            arrears_yen=said.get("arrears_yen"),
            deferred_until=said.get("deferred_until"),
            notice_on=said.get("notice_on"),
            scheduled_stop_on=stop,
            stop_basis=StopBasis.NOTIFIED if stop else StopBasis.UNKNOWN,
            has_infant=said.get("has_infant", False),
            has_illness=said.get("has_illness", False),
        )
