"""What is chosen when two cases may be one household."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.access import leading_case
from cases.models import Case, CaseStatus
from cases.queries import case_number
from organizations.actors import Actor


class SameForm(forms.Form):
    """The other case, by its number. A merged one stands for the case that it leads to."""

    number = forms.CharField(
        label=_("Number of the other case"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input-s", "autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, actor: Actor, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.case = actor, case
        self.other: Case | None = None

    def clean_number(self) -> str:
        """Of a case that the actor may see, and another than this one."""
        number: str = self.cleaned_data["number"]
        found = Case.objects.visible_to(self.actor).filter(number=case_number(number)).first()
        if found is None:
            raise forms.ValidationError(_("There is no case with this number."), code="unknown")
        self.other = leading_case(self.actor, found)
        if self.other == self.case:
            raise forms.ValidationError(
                _("This is the case itself, or one that was merged into it already."), code="same"
            )
        return number


class MergeForm(forms.Form):
    """Which of two cases stays, and in which state both were shown."""

    stays = forms.ChoiceField(label=_("Which case stays?"), widget=forms.RadioSelect(attrs={"class": "choice-cards"}))
    version_one = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    version_other = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, pair: tuple[Case, Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.fields["stays"].choices = [(case.number, _who(case)) for case in standing(pair)]  # type: ignore[attr-defined]  # a choice field

    @classmethod
    def of(cls, pair: tuple[Case, Case]) -> "MergeForm":
        """The older case stays, unless somebody chooses otherwise."""
        one, other = pair
        first = {"version_one": one.version, "version_other": other.version}
        oldest = min(standing(pair), key=lambda case: (case.opened_on, case.pk), default=one)
        return cls(pair=pair, initial={**first, "stays": oldest.number})

    @property
    def versions(self) -> dict[str, int]:
        """By case number; the form is valid."""
        said = self.cleaned_data
        return dict(zip((case.number for case in self.pair), (said["version_one"], said["version_other"]), strict=True))


def standing(pair: tuple[Case, Case]) -> list[Case]:
    """Those that can stay."""
    return [case for case in pair if case.status == CaseStatus.OPEN]


def _who(case: Case) -> str:
    return f"{case.number} {case.person.name}"
