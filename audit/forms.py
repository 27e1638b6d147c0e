"""The filters of the access log."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japanese.fields import JapaneseDateField


class FilterForm(forms.Form):
    """By day and by person, each optional."""

    day = JapaneseDateField(label=_("Day"), required=False)
    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, people: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        choices = [("", _("everybody")), *((str(pk), name) for pk, name in people)]
        self.fields["person"].widget.choices = self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a choice field; the stubs see only Field
