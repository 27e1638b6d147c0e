"""What is typed about subsidy programmes and costs."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from agreements.forms_text import LineField
from agreements.models import Conference, CostKind, Network, SubsidyProgramme, SubsidyRate
from agreements.networks.access import ours
from agreements.networks.actions.costs import Payment, Terms
from japanese.dates import fiscal_year_label
from japanese.fields import JapaneseDateField
from organizations.actors import Actor

MOST_YEN = 2_000_000_000


class YenField(forms.IntegerField):
    """Whole yen, with or without commas and in full-width digits."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-s"})
        super().__init__(min_value=1, max_value=MOST_YEN, widget=box, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """As typed, without 円 and commas."""
        text = unicodedata.normalize("NFKC", str(value or "")).strip().removesuffix("円").replace(",", "")
        return super().to_python(text)


class ProgrammeForm(forms.Form):
    """A programme in a fiscal year."""

    name = LineField(label=_("Programme"), max_length=120)
    fiscal_year = forms.IntegerField(
        label=_("Fiscal year"),
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        widget=forms.NumberInput(attrs={"class": "input-s"}),
        help_text=_("The western year in which it begins in April."),
    )
    rate = forms.ChoiceField(label=_("Rate of the subsidy"), choices=SubsidyRate.choices, widget=forms.RadioSelect)
    ceiling_yen = YenField(label=_("Ceiling of the subsidy (yen)"), required=False)

    def terms(self) -> Terms:
        """For the action."""
        said = self.cleaned_data
        return Terms(said["name"], said["fiscal_year"], SubsidyRate(said["rate"]), said["ceiling_yen"])

    @staticmethod
    def of(programme: SubsidyProgramme) -> dict[str, Any]:
        """As recorded."""
        return {name: getattr(programme, name) for name in ("name", "fiscal_year", "rate", "ceiling_yen")}


class CostForm(forms.Form):
    """One payment."""

    programme = forms.TypedChoiceField(label=_("Programme"), coerce=int)
    paid_on = JapaneseDateField(label=_("Paid on"))
    kind = forms.ChoiceField(label=_("Kind of cost"), choices=CostKind.choices)
    yen = YenField(label=_("Amount (yen)"))
    words = LineField(label=_("For what"), max_length=200, widget=forms.TextInput(attrs={"class": "input-full"}))
    voucher = LineField(label=_("Voucher number"), max_length=40, required=False)
    network = forms.TypedChoiceField(label=_("Network"), coerce=int, empty_value=None, required=False)
    conference = forms.TypedChoiceField(label=_("Conference"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        programmes = ours(actor, SubsidyProgramme.objects.order_by("-fiscal_year", "name", "pk"))[:100]
        self._offer("programme", [(row.pk, f"{_label(row.fiscal_year)} {row.name}") for row in programmes])
        networks = ours(actor, Network.objects.order_by("name", "pk"))
        self._offer("network", [("", _("none")), *networks.values_list("pk", "name")])
        held = ours(actor, Conference.objects.filter(cancelled_at=None).order_by("-held_on", "-pk"))[:60]
        self._offer("conference", [("", _("none")), *((row.pk, f"{row.title} {row.held_on}") for row in held)])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """A conference brings its network along."""
        said = super().clean() or {}
        if said.get("conference") and not said.get("network"):
            held = ours(self.actor, Conference.objects.filter(pk=said["conference"])).first()
            said["network"] = held.network_id if held else None
        return said

    def payment(self) -> Payment:
        """For the action."""
        said = self.cleaned_data
        return Payment(
            programme_id=said["programme"],
            paid_on=said["paid_on"],
            kind=CostKind(said["kind"]),
            yen=said["yen"],
            words=said["words"],
            voucher=said["voucher"],
            network_id=said["network"],
            conference_id=said["conference"],
        )


def _label(year: int) -> str:
    return fiscal_year_label(date(year, 4, 1))
