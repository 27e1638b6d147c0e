"""What people fill in about consents and protection grounds."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WithdrawnVia(TextChoices):
    """撤回の方法: how the person said it; stored, never renamed."""

    AT_DESK = "at_desk", _("at the desk")
    TELEPHONE = "telephone", _("by telephone")
    VISIT = "visit", _("during a visit")
    WRITTEN = "written", _("in writing")
    FAMILY = "family", _("through the family or somebody who acts for the person")


def via_words(stored: str) -> str:
    """The channel in words."""
    return str(WithdrawnVia(stored).label) if stored in WithdrawnVia.values else stored


class WithdrawForm(forms.Form):
    """撤回: by which channel the person withdrew."""

    via = forms.ChoiceField(
        label=_("How did the person tell you?"), choices=WithdrawnVia.choices, widget=forms.RadioSelect
    )


class ReviewForm(forms.Form):
    """The lead caseworker's review of a report that came without consent."""

    UPHELD, NOT_UPHELD = "yes", "no"

    upheld = forms.ChoiceField(
        label=_("Do both reasons hold?"),
        choices=[
            (UPHELD, _("Yes. Telling us without consent was justified.")),
            (NOT_UPHELD, _("No. It was not justified.")),
        ],
        widget=forms.RadioSelect(attrs={"class": "choice-cards"}),
    )
    note = forms.CharField(
        label=_("Remark"),
        help_text=_("If not: what was said to the company, and what is done with the report."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": ""}),
    )

    def clean(self) -> dict[str, Any]:
        """A "no" needs its reason."""
        cleaned = super().clean() or {}
        if cleaned.get("upheld") == self.NOT_UPHELD and not cleaned.get("note"):
            self.add_error("note", _("Please write why, and what is done with the report."))
        return cleaned

    @property
    def is_upheld(self) -> bool:
        """The answer, once the form is valid."""
        return bool(self.cleaned_data["upheld"] == self.UPHELD)
