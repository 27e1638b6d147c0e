"""Form fields for what people in Japan type. Each takes every usual way of writing and says what it expects.

Names, readings and telephone numbers come back as typed (only blanks around
them are dropped); dates, postal codes and supply point numbers are read.
"""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from japanese.codes import validate_supply_point
from japanese.dates import parse_date, wareki
from japanese.display import day_in_japan, speaks_japanese
from japanese.errors import NotUnderstood
from japanese.postal import parse_postal_code
from japanese.text import contains_control, kana_key, phone_key


class JapaneseDateInput(forms.TextInput):
    """A plain text box: a browser's own date picker knows no era. What was typed wrongly stays in it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "text", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """A date as the reader's language writes it, in a form that parse_date reads again."""
        if isinstance(value, date):
            day = day_in_japan(value)
            return wareki(day, weekday=False) if speaks_japanese() else day.isoformat()
        shown: str | None = super().format_value(value)
        return shown


class JapaneseDateField(forms.DateField):
    """A day in any form that ``parse_date`` reads."""

    widget = JapaneseDateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("e.g. R8.11.24 or 2026-11-24"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, datetime | date):
            return super().to_python(value)
        text = str(value).strip()
        try:
            return parse_date(text) if text else None
        except NotUnderstood as error:
            raise error.as_validation_error() from None


class _OneLineField(forms.CharField):
    """One line of text that is checked by ``check`` and comes back as ``check`` returns it."""

    inputmode = "text"

    def __init__(self, **kwargs: Any) -> None:
        """100 characters unless told otherwise: folding very long texts is slow."""
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The data is a household's, not the typist's own: the browser shall not remember it."""
        return {**super().widget_attrs(widget), "inputmode": self.inputmode, "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return text
        if contains_control(text):
            message = _("Please write this on one line, without special characters.")
            raise ValidationError(message, code="control")
        return self.check(text)

    def check(self, text: str) -> str:
        return text


class PostalCodeField(_OneLineField):
    """〒865-0016, ８６５００１６, …; comes back as 865-0016."""

    inputmode = "numeric"

    def check(self, text: str) -> str:
        try:
            digits = parse_postal_code(text)
        except NotUnderstood as error:
            raise error.as_validation_error() from None
        return f"{digits[:3]}-{digits[3:]}"


class PhoneField(_OneLineField):
    """A telephone number in Japan; comes back as typed."""

    widget = forms.TelInput
    inputmode = "tel"

    def check(self, text: str) -> str:
        if not re.fullmatch("0[0-9]{9,10}", phone_key(text)):
            message = _("A telephone number has 10 or 11 digits and begins with 0, for example 0968-75-1111.")
            raise ValidationError(message, code="phone")
        return text


class KanaField(_OneLineField):
    """A reading in katakana, hiragana or half-width kana; comes back as typed."""

    def check(self, text: str) -> str:
        if not re.fullmatch("[ァ-ヺ][ァ-ヺヽヾ-]*", kana_key(text)):
            message = _("Please write the reading in kana only, for example タマナ タロウ.")
            raise ValidationError(message, code="kana")
        return text


class SupplyPointField(_OneLineField):
    """A supply point number of ``kind`` (``codes.ELECTRICITY`` or ``codes.CITY_GAS``); comes back as digits.

    A form whose kind is chosen on the same page sets ``field.kind`` before cleaning.
    """

    inputmode = "numeric"

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind

    def check(self, text: str) -> str:
        return validate_supply_point(text, self.kind)
