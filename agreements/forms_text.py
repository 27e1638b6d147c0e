"""Fields for text of one line and of several, as agreements and networks need them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japanese.text import contains_control


class LineField(forms.CharField):
    """One line of text."""

    def clean(self, value: Any) -> str:
        """Without characters that nobody types."""
        text: str = super().clean(value)
        if contains_control(text):
            raise forms.ValidationError(_("Please write this on one line, without special characters."), code="control")
        return text


class LinesField(forms.CharField):
    """A text of several lines, as it was typed."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "input-full"})
        super().__init__(**{"widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        """Lines end in one way; characters that nobody types are not taken."""
        text: str = super().clean(value).replace("\r\n", "\n").replace("\r", "\n")
        if contains_control(text, multiline=True):
            raise forms.ValidationError(_("Please take out the special characters; they cannot be kept."))
        return text
