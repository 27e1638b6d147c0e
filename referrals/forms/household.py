"""Step 3: the household and its supply. Asks for nothing that the person did not agree to."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.criteria import Circumstances, stage_of
from agreements.models import AgreedPath, NoticeStage, Sign
from agreements.reach import beyond, sentence_of
from consent.vocabulary import REPORT_ITEMS, Item
from consent.words import listed
from japanese.codes import CITY_GAS, ELECTRICITY
from japanese.dates import today
from japanese.fields import JapaneseDateField, KanaField, PhoneField, PostalCodeField, SupplyPointField
from organizations.models import UtilityKind
from referrals.actions.reporting import in_charge
from referrals.errors import ReferralRefusal
from referrals.forms.fields import AddressLine, Line, Words, offer
from referrals.forms.place import is_only_the_town
from referrals.forms.step import Answers, StepForm
from referrals.models import StopBasis
from referrals.report import CARRIERS, HouseholdStated

#: Which kind of number a kind of supply has, where it has one.
SUPPLY_POINTS: dict[str, str] = {
    UtilityKind.ELECTRICITY_RETAIL: ELECTRICITY,
    UtilityKind.ELECTRICITY_NETWORK: ELECTRICITY,
    UtilityKind.CITY_GAS: CITY_GAS,
}
_ONLY_THE_TOWN = gettext_lazy(
    "The postal code gives the town only. Please add the number of the house; write 番地不明 if nobody knows it."
)
_ENERGY = (UtilityKind.ELECTRICITY_RETAIL, UtilityKind.CITY_GAS, UtilityKind.LP_GAS)
#: What a utility of each kind may supply; retailers of one energy often sell the others.
_SUPPLIES = {kind: (kind,) for kind in UtilityKind} | dict.fromkeys(_ENERGY, _ENERGY)
#: Who only passes by, with parcels or newspapers, knows of no contract.
_OF_A_CONTRACT = (Item.CUSTOMER_NUMBER, Item.SUPPLY_POINT, Item.ARREARS, Item.DEFERRAL, Item.STOP_DATE)
_ELECTRIC = (UtilityKind.ELECTRICITY_RETAIL, UtilityKind.ELECTRICITY_NETWORK)
LONGEST_NOTE = 500
_SIGNS = {Sign.INFANT: "has_infant", Sign.ILLNESS: "has_illness", Sign.SEEN: "signs"}


def items_asked(kind: str, customary: Collection[Item] | None) -> frozenset[Item]:
    """What a utility of this kind is asked for, and no more than it has agreed on where it has; see HouseholdForm."""
    own = UtilityKind(kind)
    strange = set(_OF_A_CONTRACT) if own == UtilityKind.OTHER else set()
    if not any(one in SUPPLY_POINTS for one in _SUPPLIES[own]):
        strange.add(Item.SUPPLY_POINT)
    beyond = {item for item in CARRIERS if customary is not None and item not in customary}
    return frozenset(REPORT_ITEMS) - strange - beyond


class HouseholdForm(StepForm):
    """`agreed` are the items of the consent, or None on a ground that does not count items.

    `customary` are those that the utility and the municipalities have agreed on; the form asks for no
    more. In danger to life, and where nothing is agreed, it is None. By `path` the household is reported,
    from `office_id`; where it lies beyond that, this is said here.
    """

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
    address = AddressLine(label=gettext_lazy("Address"), max_length=300)
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
    note = Words(label=gettext_lazy("Remark"), max_length=LONGEST_NOTE, required=False)

    def __init__(
        self,
        answers: Answers,
        *,
        check: bool,
        kind: str,
        agreed: frozenset[Item] | None,
        danger: bool,
        customary: frozenset[Item] | None = None,
        path: AgreedPath | None = None,
        office_id: int = 0,
    ) -> None:
        super().__init__(answers, check=check)
        self.danger, self.own_kind = danger, kind
        self.path, self.office_id = path, office_id
        for name in ("name", "postal_code"):
            self.fields[name].required = not danger
        if danger:
            self.fields["postal_code"].help_text = _("Not known: leave it blank, and begin the address with the town.")
        self.suggest(supply_kind=kind)
        self._fit_kind(UtilityKind(kind), answers.get("supply_kind") or kind)
        asked = items_asked(kind, customary)
        not_agreed = [item for item in CARRIERS if agreed is not None and item not in agreed]
        self.left_out = listed(str(item.label) for item in not_agreed if item in asked)
        self.beyond = listed(str(item.label) for item in CARRIERS if item in items_asked(kind, None) - asked)
        for item in CARRIERS:
            if item in not_agreed or item not in asked:
                self._drop(CARRIERS[item])
        self.fields["postal_code"].widget.attrs |= {
            "data-postal-url": reverse("postal_lookup"),
            "data-postal-target": self["address"].id_for_label,
            "class": "input-s",
        }

    def _drop(self, names: Collection[str]) -> None:
        for name in names:
            self.fields.pop(name, None)

    def _fit_kind(self, own: UtilityKind, chosen: str) -> None:
        """A company is asked for what it supplies, and not at all where there is only one answer."""
        offered = _SUPPLIES[own]
        if own not in _ELECTRIC:
            self.fields["has_illness"].label = _("Someone is ill, or needs medical equipment at home")
        offer(self.fields["supply_kind"], [(one.value, one.label) for one in offered])
        if len(offered) == 1:
            self.fields["supply_kind"].widget = forms.HiddenInput()
        self._fit_supply_point(chosen)

    def _fit_supply_point(self, kind: str) -> None:
        """Electricity has 22 digits, city gas 17, the rest no such number."""
        field: Any = self.fields["supply_point"]
        if kind not in SUPPLY_POINTS:
            del self.fields["supply_point"]
            return
        field.kind = SUPPLY_POINTS[UtilityKind(kind)]
        field.help_text = _("%(digits)s digits.") % {"digits": 22 if field.kind == ELECTRICITY else 17}

    def clean(self) -> None:
        """An address that no agency serves, or where nobody finds the door, is said here, before anything is sent."""
        if self.danger:
            self._let_through()
        code, address = self.cleaned_data.get("postal_code"), self.cleaned_data.get("address")
        if code is None or address is None:
            return
        if not address:
            required = str(self.fields["address"].error_messages["required"])
            self.add_error("address", ValidationError(required, code="required"))
        elif not self.danger and is_only_the_town(code, address):
            self.add_error("address", ValidationError(_ONLY_THE_TOWN, code="only_the_town"))
        self._ask_who_is_in_charge(code, address)

    def _ask_who_is_in_charge(self, code: str, address: str) -> None:
        try:
            agency = in_charge(code, address, danger=self.danger).agency
        except ReferralRefusal as refused:
            self.add_error("postal_code", ValidationError(str(refused.sentence), code=refused.code))
            return
        if self.path is not None and not self.danger:
            self._stay_within(self.path, agency.municipality_id, address)

    def _stay_within(self, path: AgreedPath, municipality_id: int, address: str) -> None:
        found = beyond(path, municipality_id=municipality_id, office_id=self.office_id, address=address)
        if found is not None:
            self.add_error("address", ValidationError(sentence_of(found, path), code=found))

    def _let_through(self) -> None:
        """A cry of danger waits for no well-formed number: what cannot be read goes along as a remark, as typed."""
        if "note" not in self.cleaned_data:
            return
        words = [self.cleaned_data["note"]]
        instead = {"name": _("(name not known)"), "supply_kind": self.own_kind}
        for name in [one for one in self.errors if one != "address"]:
            del self.errors[name]
            self.cleaned_data[name] = instead.get(name, getattr(self.fields[name], "empty_value", None))
            words.append(f"{self.fields[name].label}: {self.data.get(name)}")
        self.cleaned_data["note"] = " / ".join(filter(None, words))[:LONGEST_NOTE]

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

    @property
    def kind_in_words(self) -> str:
        """Which supply it is about, as chosen so far."""
        return str(dict(UtilityKind.choices).get(self["supply_kind"].value(), ""))

    @property
    def asks_of_supply(self) -> bool:
        """Whether anything of the supply is left to be asked."""
        return not self["supply_kind"].is_hidden or bool({"customer_number", "supply_point"} & self.fields.keys())

    @property
    def asks_of_arrears(self) -> bool:
        """Whether anything of the arrears and the stop is."""
        carriers = (CARRIERS[item] for item in (Item.ARREARS, Item.DEFERRAL, Item.STOP_DATE))
        return any(name in self.fields for names in carriers for name in names)

    def circumstances(self) -> Circumstances:
        """What agreed criteria look at; the form is valid."""
        said = self.cleaned_data
        return Circumstances(
            said.get("arrears_months"),
            said.get("arrears_yen"),
            frozenset(sign for sign, name in _SIGNS.items() if said.get(name)),
            supply_kind=said.get("supply_kind", ""),
            stage=self._stage(),
            unasked=frozenset(sign for sign, name in _SIGNS.items() if name not in self.fields),
        )

    def _stage(self) -> NoticeStage | None:
        """None too where nobody was asked for the notices."""
        if not all(name in self.fields for name in CARRIERS[Item.STOP_DATE]):
            return None
        said = self.cleaned_data
        return stage_of(
            in_arrears=any(said.get(name) for name in CARRIERS[Item.ARREARS]),
            notice_on=said.get("notice_on"),
            stop_on=said.get("scheduled_stop_on"),
            deferred_until=said.get("deferred_until"),
            on=today(),
        )

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
            "note",
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
