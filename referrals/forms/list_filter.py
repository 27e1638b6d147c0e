"""What the list of our own reports, and the counts of leaflets, can be narrowed to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from japanese.codes import normalise_digits
from japanese.dates import fiscal_year_label, today
from japanese.display import speaks_japanese
from organizations.models import Office
from referrals.access import WHOLE_RECEIPT, Narrowing
from referrals.forms.fields import offer
from referrals.models import Channel
from referrals.standing import Standing

MONTHS_BACK = 24
LONGEST_NUMBER = 30  # characters, dashes and all


def _month(value: str) -> date | None:
    return date.fromisoformat(f"{value}-01") if value else None


class ReportFilterForm(forms.Form):
    """Each may be left open."""

    receipt = forms.CharField(
        label=_("Receipt number"),
        help_text=_("The whole number, or its last digits."),
        max_length=LONGEST_NUMBER,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-search": ""}),
    )
    office = forms.TypedChoiceField(label=_("Office"), coerce=int, empty_value=None, required=False)
    month = forms.TypedChoiceField(label=_("Month"), coerce=_month, empty_value=None, required=False)
    state = forms.TypedChoiceField(label=_("State"), coerce=Standing, empty_value=None, required=False)
    channel = forms.ChoiceField(label=_("How it came"), required=False)

    def __init__(self, offices: Iterable[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        offer(self.fields["office"], [*everything, *((office.pk, office.name) for office in offices)])
        offer(self.fields["month"], [*everything, *_months()])
        offer(self.fields["state"], [*everything, *Standing.choices])
        offer(self.fields["channel"], [*everything, *Channel.choices])

    def clean_receipt(self) -> str:
        """The digits alone; full-width ones and any dashes are fine."""
        typed = self.cleaned_data["receipt"]
        digits = normalise_digits(typed)
        if digits and not (digits.isascii() and digits.isdecimal()):
            raise ValidationError(_("A receipt number has digits only, such as 2026-0012-00034."), code="receipt")
        if 5 < len(digits) < WHOLE_RECEIPT:
            raise ValidationError(_("Write the whole number, or only its last digits."), code="receipt")
        return digits

    @property
    def wanted(self) -> Narrowing:
        """What was asked for; nothing in particular where the form cannot be read."""
        said = self.cleaned_data if self.is_valid() else {}
        return Narrowing(
            office=said.get("office"),
            month=said.get("month"),
            standing=said.get("state"),
            channel=said.get("channel", ""),
            receipt=said.get("receipt", ""),
        )


class YearForm(forms.Form):
    """Which fiscal year; the present one unless chosen otherwise."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int, empty_value=None, required=False)

    def __init__(self, years: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["year"], [(year, year_words(year)) for year in years])


def year_words(year: int) -> str:
    """令和8年度, or how other languages write it."""
    return fiscal_year_label(date(year, 4, 1)) if speaks_japanese() else f"{year}–{(year + 1) % 100:02d}"


def _months() -> list[tuple[str, str]]:
    """This month and those before it, newest first."""
    last = today().year * 12 + today().month - 1
    firsts = [date(n // 12, n % 12 + 1, 1) for n in range(last, last - MONTHS_BACK, -1)]
    return [(f"{first:%Y-%m}", date_format(first, "YEAR_MONTH_FORMAT")) for first in firsts]
