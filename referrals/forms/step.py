"""What the steps of a report have in common: raw answers go in, cleaned facts come out, rows to look over."""

from collections.abc import Collection, Iterable
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from consent.words import listed
from japanese.display import long_day

Answers = MultiValueDict[str, str]


class StepForm(forms.Form):
    """One step. `answers` are those of all steps as typed; `check` tells whether to look for mistakes yet."""

    aids: ClassVar[frozenset[str]] = frozenset()  # fields that only help to fill in others

    def __init__(self, answers: Answers, *, check: bool) -> None:
        super().__init__(answers if check else None)
        if not check:
            self.initial = {name: self._as_typed(answers, name) for name in self.fields if name in answers}

    def _as_typed(self, answers: Answers, name: str) -> str | list[str] | None:
        many = isinstance(self.fields[name], forms.MultipleChoiceField)
        return answers.getlist(name) if many else answers.get(name)

    def suggest(self, **values: Any) -> None:
        """What stands in a field until the person writes something else."""
        for name, value in values.items():
            if name in self.fields and name not in self.initial:
                self.initial[name] = value

    def rows(self, only: Collection[str] | None = None) -> list[tuple[str, str]]:
        """What was answered and could be read, as (label, words); of the fields named in `only`, if given."""
        asked = [field for field in self if field.name not in self.aids and (only is None or field.name in only)]
        shown = ((field.label, _in_words(field.field, self.cleaned_data.get(field.name))) for field in asked)
        return [(str(label), words) for label, words in shown if words]


def _in_words(field: forms.Field, value: Any) -> str:
    if value in field.empty_values or value is False:
        return ""
    if isinstance(field, forms.ChoiceField):
        return _chosen(field, value if isinstance(value, list) else [value])
    if value is True:
        return _("yes")
    if isinstance(value, date):
        return long_day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return number_format(value, force_grouping=True) if isinstance(value, int) else str(value)


def _chosen(field: forms.ChoiceField, values: Iterable[Any]) -> str:
    choices: Any = field.choices
    labels = {str(value): str(label) for value, label in choices}
    return listed(labels[str(value)] for value in values)
