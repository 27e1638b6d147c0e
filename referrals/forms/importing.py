"""A list is handed in as a file; a row of it is mended."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreedPath
from agreements.reach import choices
from japanese.dates import today
from organizations.models import Office
from referrals.forms.fields import offer, offer_to_choose
from referrals.importing.chunks import Head, Line
from referrals.importing.columns import COLUMNS, Name
from referrals.importing.files.template import GUIDE

LONGEST_CELL = 1000
#: Columns in which people write sentences.
SENTENCES = frozenset({"保護の必要性", "同意困難の理由", "備考", "同意項目"})


class UploadForm(forms.Form):
    """Which office, and the file. `form_id` is drawn with the page, so that a double click hands in one list."""

    office = forms.TypedChoiceField(label=_("Your office"), coerce=int)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx). Nothing is sent yet: you see first what would happen to each row."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={
            "empty": _("This file is empty. Nothing was kept. Choose the file that holds your list."),
            "required": _("Choose a file."),
        },
    )
    agreement = forms.TypedChoiceField(
        label=_("Agreement by which you report"),
        help_text=_("For the whole list. Rows that lie beyond it are shown, and nothing of them is sent."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, offices: Iterable[Office], paths: Sequence[AgreedPath], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if paths:
            offer(self.fields["agreement"], choices(paths, today()))
        else:
            del self.fields["agreement"]
        offer_to_choose(self.fields["office"], [(office.pk, office.name) for office in offices])
        self.fields["file"].widget.attrs |= {"data-largest": settings.LARGEST_UPLOAD, "data-too-large": too_large()}

    def clean_file(self) -> UploadedFile[Any]:
        """Not larger than what is kept in memory."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.LARGEST_UPLOAD:
            raise ValidationError(too_large(), code="too_large")
        return file


def too_large() -> str:
    """What to do with a file that is too large."""
    largest = filesizeformat(settings.LARGEST_UPLOAD)
    return str(
        _("A file may have up to %(size)s. Nothing was kept. Divide the list and send one part after the other.")
    ) % {"size": largest}


class RowForm(forms.Form):
    """All columns of one row, in the order of the template, as text: what is wrong is told by the same checker as before."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        for number, column in enumerate(COLUMNS):
            self.fields[f"c{number}"] = _cell(Name(column.name))

    @classmethod
    def of(cls, head: Head, line: Line) -> "RowForm":
        """A row as it stands, with what is to be mended beside each value."""
        form = cls({f"c{n}": head.cell(line, column.name) for n, column in enumerate(COLUMNS)})
        form.is_valid()
        names = {column.name: f"c{n}" for n, column in enumerate(COLUMNS)}
        for error in line.errors:
            form.add_error(names.get(error.column), str(error.message))
        return form

    def typed(self) -> dict[str, str]:
        """The values by column."""
        return {column.name: self.cleaned_data[f"c{n}"] for n, column in enumerate(COLUMNS)}


def _cell(name: Name) -> forms.CharField:
    """What belongs in it stands beside it, as in the template; whether it is needed, the checker says."""
    long = name in SENTENCES
    widget = forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput()
    widget.attrs["autocomplete"] = "off"
    sentence, _example = GUIDE[name]
    field = forms.CharField(
        label=str(name), help_text=sentence, required=False, strip=False, max_length=LONGEST_CELL, widget=widget
    )
    field.unmarked = True  # type: ignore[attr-defined]  # our own attribute, read by forms/field.html
    return field
