"""What the forms of the meeting have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japanese.text import contains_control


class TextForm(forms.Form):
    """Characters that nobody types are not taken; lines are kept as they were typed."""

    def clean(self) -> dict[str, Any]:
        """Each field says what is wrong with it."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and contains_control(value, multiline=True):
                self.add_error(name, _("Please take out the special characters; they cannot be kept."))
        return cleaned
