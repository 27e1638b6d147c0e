"""What a caseworker decides on a report and learns about a supply."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.matching import Suggestion
from cases.models import Case
from japanese.codes import normalise_digits
from japanese.fields import JapaneseDateField
from organizations.actors import Actor
from referrals.models import CHOSEN_REASONS, StopBasis, Supply, Triage


class AddForm(forms.Form):
    """Which case is the same household: one that was suggested, or one typed by its number, which wins."""

    chosen = forms.ChoiceField(
        label=_("This case is the same household"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choice-cards"}),
    )
    number = forms.CharField(
        label=_("Or another case, by its number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input-s", "autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, actor: Actor, suggested: list[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.case: Case | None = None
        self.fields["chosen"].choices = [(s.case.number, _suggested(s)) for s in suggested]  # type: ignore[attr-defined]  # a choice field
        if not suggested:
            del self.fields["chosen"]

    def clean(self) -> dict[str, Any]:
        """Find the case among those that the actor may see."""
        wanted = self.cleaned_data.get("number") or self.cleaned_data.get("chosen") or ""
        if not wanted and not self.errors:
            self.add_error(None, forms.ValidationError(_("Choose a case, or write its number."), code="none_chosen"))
        elif wanted:
            self._find(wanted)
        return self.cleaned_data

    def _find(self, wanted: str) -> None:
        digits = normalise_digits(wanted)
        self.case = Case.objects.visible_to(self.actor).filter(number=f"{digits[:4]}-{digits[4:]}").first()
        if self.case is None:
            self.add_error("number", forms.ValidationError(_("There is no case with this number."), code="unknown"))


def _suggested(suggestion: Suggestion) -> str:
    """Name, number, address, and in words why it may be the same household."""
    case = suggestion.case
    why = _(", ").join(str(reason) for reason in suggestion.reasons)
    who = case.assigned_to.name if case.assigned_to else _("nobody in charge yet")
    return format_html(
        '<strong>{}</strong> <span class="soft">{} {}</span><span class="choice-hint"><strong>{}</strong><br>{}<br>{}</span>',
        case.person.name,
        case.person.kana,
        case.number,
        why,
        case.household.address,
        who,
    )


class CloseForm(forms.Form):
    """Why a report does not become a case."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[(one.value, one.label) for one in CHOSEN_REASONS], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=Triage._meta.get_field("close_note").max_length,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input-full", "data-counter": True}),
    )


class SupplyDateForm(forms.Form):
    """A new stop date or a deferral, as the caseworker learned it."""

    scheduled_stop_on = JapaneseDateField(label=_("Stop date"), required=False)
    basis = forms.ChoiceField(
        label=_("This date is"),
        choices=[(one.value, one.label) for one in (StopBasis.NOTIFIED, StopBasis.ESTIMATED)],
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )
    deferred_until = JapaneseDateField(label=_("Payment deferred until"), required=False)

    @classmethod
    def of(cls, supply: Supply) -> "SupplyDateForm":
        """With what is known now."""
        known = StopBasis.NOTIFIED if supply.stop_basis == StopBasis.UNKNOWN else supply.stop_basis
        first = {"scheduled_stop_on": supply.scheduled_stop_on, "basis": known, "deferred_until": supply.deferred_until}
        return cls(initial=first, prefix=f"date-{supply.pk}")

    def clean(self) -> dict[str, Any]:
        """A deferral moves the stop behind it (rule 15)."""
        stop, deferred = self.cleaned_data.get("scheduled_stop_on"), self.cleaned_data.get("deferred_until")
        if stop and deferred and stop <= deferred:
            sentence = _(
                "The stop date lies before the deferral ends. Write the new one, or leave it empty if nobody knows it."
            )
            self.add_error("scheduled_stop_on", forms.ValidationError(sentence, code="before_deferral"))
        return self.cleaned_data


class SettleForm(forms.Form):
    """How it ended: the arrears were settled, or the supply was stopped."""

    outcome = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            ("settled", _("the arrears are settled, or the supply is back")),
            ("stopped", _("the supply was stopped")),
        ],
        widget=forms.RadioSelect,
    )
    on = JapaneseDateField(label=_("On which day"))

    @classmethod
    def of(cls, supply: Supply) -> "SettleForm":
        """Today, until somebody says otherwise."""
        return cls(initial={"on": timezone.localdate()}, prefix=f"settle-{supply.pk}")

    def clean_on(self) -> Any:
        """What happened is not in the future."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."), code="future")
        return day
