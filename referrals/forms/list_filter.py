"""What the list of our own reports can be narrowed to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from japanese.dates import today
from organizations.models import Office
from referrals.forms.fields import offer

MONTHS_BACK = 24


def _month(value: str) -> date | None:
    return date.fromisoformat(f"{value}-01") if value else None


class ReportFilterForm(forms.Form):
    """Office and month; either may be left open."""

    office = forms.TypedChoiceField(label=_("Office"), coerce=int, empty_value=None, required=False)
    month = forms.TypedChoiceField(label=_("Month"), coerce=_month, empty_value=None, required=False)

    def __init__(self, offices: Iterable[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        offer(self.fields["office"], [*everything, *((office.pk, office.name) for office in offices)])
        offer(self.fields["month"], [*everything, *_months()])


def _months() -> list[tuple[str, str]]:
    """This month and those before it, newest first."""
    last = today().year * 12 + today().month - 1
    firsts = [date(n // 12, n % 12 + 1, 1) for n in range(last, last - MONTHS_BACK, -1)]
    return [(f"{first:%Y-%m}", date_format(first, "YEAR_MONTH_FORMAT")) for first in firsts]
