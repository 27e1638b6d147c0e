"""Fields of statements that the law asks for, and checks of free words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from japanese.text import contains_control


def offer(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a choice field what it offers in this request."""
    chosen: Any = field
    chosen.choices = list(choices)


def offer_to_choose(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    """The same for a list to pull down: the first of several must not be chosen by nobody."""
    offered = list(choices)
    offer(field, offered if len(offered) == 1 else [("", _("Please choose")), *offered])


def one_line(text: str) -> None:
    """No control characters. Raises ValidationError."""
    if contains_control(text):
        raise ValidationError(_("Please write this on one line, without special characters."), code="control")


def plain_words(text: str) -> None:
    """Several lines are fine, other control characters are not. Raises ValidationError."""
    if contains_control(text, multiline=True):
        raise ValidationError(_("Please write this without special characters."), code="control")


class Line(forms.CharField):
    """One line about a household; the browser shall not remember it."""

    default_validators = [one_line]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No suggestions from earlier households."""
        return {**super().widget_attrs(widget), "autocomplete": "off"}


class _OftenFilledIn(forms.TextInput):
    """The browser lets it pass while it is blank, so that a form without script comes through to be filled in."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Never."""
        return False


class AddressLine(Line):
    """An address that the postal code fills in. Whether it suffices is for the form to say."""

    widget = _OftenFilledIn

    def validate(self, value: Any) -> None:
        """Everything but whether there is something."""
        if value not in self.empty_values:
            super().validate(value)


class Words(forms.CharField):
    """A few sentences in free words, with a counter."""

    widget = forms.Textarea
    default_validators = [plain_words]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Three rows, and the counter of static/js/forms.js."""
        return {**super().widget_attrs(widget), "rows": 3, "data-counter": "", "autocomplete": "off"}


class _JudgedByTheGate(forms.Field):
    """The browser asks for it; a blank that arrives all the same is for the gate to refuse, not for the form."""

    def validate(self, value: Any) -> None:
        """Everything but whether there is something."""
        if value not in self.empty_values:
            super().validate(value)


class StatedLine(_JudgedByTheGate, Line):
    """A name that the law wants to see, such as who took a consent."""


class StatedWords(_JudgedByTheGate, Words):
    """A reason that the law wants to see."""


class StatedItems(_JudgedByTheGate, forms.MultipleChoiceField):
    """The items that the person agreed to."""

    widget = forms.CheckboxSelectMultiple
