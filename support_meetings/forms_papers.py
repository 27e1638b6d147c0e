"""What is ticked and typed for a paper, how its copies travel, and what became of them."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consent.sharing import Line
from consent.vocabulary import Item
from japanese.text import contains_control
from support_meetings.models import Medium, Summons

#: The stop clock: why everybody sits here. All else is ticked by hand (data minimisation).
PRESELECTED = frozenset({Item.STOP_DATE, Item.SUPPLY_KIND})
MOST_LINES = 80
LONGEST_LINE = 2000
_KEY = re.compile(r"item-([0-9a-f]{12})")


@dataclass(frozen=True)
class Choice:
    """A line that can be ticked. `key` names it in the form; the same heading twice has two keys."""

    key: str
    item: str
    label: str
    text: str = field(repr=False)
    is_on: bool = False


def note_label() -> str:
    """The heading of what is written in free words, in Japanese as on every paper."""
    with translation.override("ja"):
        return _now("Remark of the office")


def discussion_label() -> str:
    """The heading of the question for which the case is on the agenda."""
    with translation.override("ja"):
        return _now("What is to be discussed")


def choices_of(offered: Iterable[Line], chosen: Sequence[Mapping[str, str]] | None) -> list[Choice]:
    """What the case offers, ticked and worded as the draft `chosen` has it; None: no draft yet, the stop clock alone.

    A line of the draft that the case no longer offers stays, so that nothing typed is lost.
    """
    kept = dict(_keyed(_without_note(chosen or [])))
    fresh = chosen is None
    found = []
    for key, one in _keyed({"item": str(line.item), "label": line.label, "text": line.text} for line in offered):
        was = kept.pop(key, None)
        is_on = one["item"] in PRESELECTED if fresh else was is not None
        found.append(Choice(key, one["item"], one["label"], (was or one)["text"], is_on))
    return [*found, *(Choice(key, one["item"], one["label"], one["text"], True) for key, one in kept.items())]


def note_of(chosen: Sequence[Mapping[str, str]] | None) -> str:
    """The free words of a draft."""
    return next((one["text"] for one in chosen or [] if _is_note(one)), "")


def _is_note(one: Mapping[str, str]) -> bool:
    return one["item"] == Item.NOTE and one["label"] == note_label()


def _without_note(lines: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [one for one in lines if not _is_note(one)]


def _keyed(lines: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, Mapping[str, str]]]:
    seen: Counter[tuple[str, str]] = Counter()
    for one in lines:
        name = (one["item"], one["label"])
        seen[name] += 1
        yield hashlib.sha256(f"{name[0]}|{name[1]}|{seen[name]}".encode()).hexdigest()[:12], one


class ComposeForm(forms.Form):
    """Lines to tick and shorten. What a line is (item, heading) travels with it, for the case may change meanwhile."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Remark of the office"),
        help_text=_("Only what the members need for this item."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": "", "class": "input-full"}),
    )

    def __init__(self, data: Any = None, *, choices: Sequence[Choice] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.choices = list(choices) if data is None else _posted(data)
        for choice in self.choices:
            self._add(choice)

    def _add(self, choice: Choice) -> None:
        key = choice.key
        self.fields[f"on-{key}"] = forms.BooleanField(label=choice.label, required=False, initial=choice.is_on)
        rows = min(8, max(1, len(choice.text) // 40 + 1))
        box = forms.Textarea(attrs={"rows": rows, "class": "input-full"})
        words = _now("Words on the paper: %(line)s") % {"line": choice.label}
        self.fields[f"text-{key}"] = forms.CharField(
            label=words, required=False, initial=choice.text, max_length=LONGEST_LINE, widget=box
        )
        hidden = forms.HiddenInput
        self.fields[f"item-{key}"] = forms.ChoiceField(choices=Item.choices, initial=choice.item, widget=hidden)
        self.fields[f"label-{key}"] = forms.CharField(max_length=120, initial=choice.label, widget=hidden)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: the parts of each line."""
        parts = ("on", "text", "item", "label")
        return [{part: self[f"{part}-{choice.key}"] for part in parts} for choice in self.choices]

    def clean(self) -> dict[str, Any]:
        """What is ticked says something, in characters that can be printed."""
        said = self.cleaned_data
        for choice in self.choices:
            text = said.get(f"text-{choice.key}")
            if said.get(f"on-{choice.key}") and text is not None:
                self._check(f"text-{choice.key}", text)
        if contains_control(said.get("note", ""), multiline=True):
            self.add_error("note", _UNPRINTABLE)
        return said

    def _check(self, name: str, text: str) -> None:
        if not text.strip():
            self.add_error(name, _("Please write the words, or take the tick away."))
        elif contains_control(text, multiline=True):
            self.add_error(name, _UNPRINTABLE)

    def lines(self) -> list[dict[str, str]]:
        """What was ticked, as a paper keeps it."""
        said = self.cleaned_data
        chosen = [
            {part: said[f"{part}-{choice.key}"] for part in ("item", "label", "text")}
            for choice in self.choices
            if said[f"on-{choice.key}"]
        ]
        note = [{"item": str(Item.NOTE), "label": note_label(), "text": said["note"]}] if said["note"] else []
        return chosen + note


_UNPRINTABLE = _("Please take out the special characters; they cannot be kept.")


def _posted(data: Any) -> list[Choice]:
    """The lines that the page sent, as they stand in it."""
    keys = [match[1] for match in map(_KEY.fullmatch, data) if match][:MOST_LINES]
    return [Choice(key, data[f"item-{key}"], data.get(f"label-{key}", ""), data.get(f"text-{key}", "")) for key in keys]


class IssueForm(forms.Form):
    """How each copy travels: only those who can sign in have a choice."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, able: Iterable[Summons], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {f"medium-{one.member_id}": one.member_id for one in able}
        for name in self.members:
            self.fields[name] = forms.ChoiceField(
                label=_("How"),
                choices=Medium.choices,
                initial=Medium.PORTAL,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
            )

    def wanted(self) -> dict[int, str]:
        """{member: medium}."""
        return {member: self.cleaned_data[name] or Medium.PORTAL for name, member in self.members.items()}


class CopiesForm(forms.Form):
    """Copies ticked in the collection table, and why."""

    copies = forms.TypedMultipleChoiceField(required=False, coerce=str)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, ids: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copies"].choices = [(str(one), str(one)) for one in ids]  # type: ignore[attr-defined]  # a choice field
