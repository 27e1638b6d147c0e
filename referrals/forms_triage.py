"""What a caseworker decides on a report and learns about a supply."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.access import leading_case
from cases.matching import Suggestion
from cases.models import Case, CaseStatus
from cases.queries import case_number
from consent.vocabulary import Item
from japanese.fields import JapaneseDateField
from organizations.actors import Actor
from referrals.alike import Waiting
from referrals.forms.ground import AgreedForm
from referrals.forms.step import Answers
from referrals.models import CHOSEN_REASONS, QUESTIONS, StopBasis, Supply, Triage
from referrals.report import ConsentGiven
from referrals.triage_words import summary


class AddForm(forms.Form):
    """Which case is the same household: one that was suggested, or one typed by its number, which wins.

    The number of a merged case stands for the case that it leads to.
    """

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
        can_take = [one for one in suggested if one.case.status == CaseStatus.OPEN]
        self.fields["chosen"].choices = [(one.case.number, _suggested(one)) for one in can_take]  # type: ignore[attr-defined]  # a choice field
        if not can_take:
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
        found = Case.objects.visible_to(self.actor).filter(number=case_number(wanted)).first()
        if found is None:
            self.add_error("number", forms.ValidationError(_("There is no case with this number."), code="unknown"))
        else:
            self.case = leading_case(self.actor, found)


def _suggested(suggestion: Suggestion) -> str:
    """Name, number, address, and in words why it may be the same household."""
    case = suggestion.case
    why = _(", ").join(str(reason) for reason in suggestion.reasons)
    if suggestion.member:
        why = _("%(reasons)s (%(name)s of this household)") % {"reasons": why, "name": suggestion.member}
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


class OpenForm(forms.Form):
    """Which other waiting reports, of those that were suggested, go into the new case together with this one."""

    also = forms.MultipleChoiceField(
        label=_("Take these into the same case"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-cards"}),
    )

    def __init__(self, *args: Any, waiting: list[Waiting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        self.fields["also"].choices = [(str(one.triage.pk), _waiting(one)) for one in waiting]  # type: ignore[attr-defined]  # a choice field
        self.fields["also"].error_messages["invalid_choice"] = _(
            "Somebody has dealt with one of these reports meanwhile. Look at what is left."
        )

    @property
    def together(self) -> list[Triage]:
        """The reports that were ticked; the form is valid."""
        ticked = self.cleaned_data["also"]
        return [one.triage for one in self.waiting if str(one.triage.pk) in ticked]


def _waiting(one: Waiting) -> str:
    """Name, what it is about, and in words why it may be the same household."""
    referral = one.triage.referral
    return format_html(
        '<strong>{}</strong> <span class="soft">{} {}</span><span class="choice-hint"><strong>{}</strong><br>{}<br>{}</span>',
        referral.name,
        referral.kana,
        referral.receipt_number,
        _(", ").join(str(reason) for reason in one.reasons),
        summary(referral),
        referral.address,
    )


class AskForm(forms.Form):
    """What the sender is asked; a closed list, so that no word about a household slips in."""

    questions = forms.MultipleChoiceField(
        label=_("What is to be looked at again?"),
        choices=[(one.value, one.label) for one in QUESTIONS],
        widget=forms.CheckboxSelectMultiple,
    )


class PassOnForm(AgreedForm):
    """The person has just agreed that the report goes to the agency in charge: all of it, to that agency alone."""

    def __init__(self, answers: Answers, *, check: bool, writer: str, items: frozenset[Item]) -> None:
        super().__init__(answers, check=check, writer=writer)
        self.items = items

    def stated(self) -> ConsentGiven:
        """The consent as stated; the form is valid."""
        return self.stated_for(self.items)


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
