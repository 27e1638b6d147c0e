"""What is typed to ask an organisation, and to answer."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.sharing import Line
from consent.vocabulary import Item
from japanese.fields import JapaneseDateField
from support_meetings.actions.answers import Said
from support_meetings.actions.requests import Asking
from support_meetings.forms_body import LineField
from support_meetings.forms_text import TextForm
from support_meetings.models import AnswerKind, CooperationRequest
from support_meetings.request_times import usual_due

#: The person is to be found by these, unless the office takes the tick away; all else is ticked by hand.
PRESELECTED = frozenset({Item.NAME, Item.ADDRESS})
#: Of the answer to one item.
LONGEST = 2000
_GROUPS = {
    "own": _("Municipality and agencies"),
    "companies": _("Companies"),
    "others": _("Other organisations"),
}


def key_of(line: Line) -> str:
    """Names a line of the case in the form, without its words."""
    return f"{line.item}-{hashlib.sha256(f'{line.label}|{line.text}'.encode()).hexdigest()[:10]}"


class AskForm(TextForm):
    """協力要請. `lines` is what the case holds to find the person by."""

    organization = forms.TypedChoiceField(
        label=_("Which organisation is asked"), coerce=int, required=False, empty_value=None
    )
    new_name = LineField(
        label=_("Or another organisation, by its name"),
        max_length=120,
        required=False,
        help_text=_("It gets the request as a letter."),
    )
    attention = LineField(label=_("Attention of"), max_length=80, required=False)
    about = forms.MultipleChoiceField(
        label=_("By what they find the person"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what they need for it. Nothing else of the case goes out."),
    )
    items = forms.MultipleChoiceField(
        label=_("What is asked for"),
        choices=Item.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not ticked here is not taken, even if they write it."),
    )
    question = forms.CharField(
        label=_("What do you ask, and why is it needed?"),
        help_text=_("They read this. Write nothing that they need not know."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input-full", "data-counter": ""}),
    )
    due_on = JapaneseDateField(label=_("Reply by"))

    def __init__(
        self,
        *args: Any,
        organizations: Iterable[tuple[str, list[tuple[int, str]]]],
        lines: Sequence[Line],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {key_of(line): line for line in lines}
        groups = [(_GROUPS[kind], found) for kind, found in organizations if found]
        self.fields["organization"].choices = [("", _("please choose")), *groups]  # type: ignore[attr-defined]  # a choice field
        self.fields["about"].choices = [(key, f"{one.label}: {one.text}") for key, one in self.lines.items()]  # type: ignore[attr-defined]  # a choice field
        self.initial.setdefault("due_on", usual_due(timezone.localdate()))
        self.initial.setdefault("about", [key for key, one in self.lines.items() if one.item in PRESELECTED])

    def clean(self) -> dict[str, Any]:
        """One organisation, and a day that has not passed."""
        said = super().clean()
        if bool(said.get("organization")) == bool(said.get("new_name")):
            self.add_error("organization", _("Please choose an organisation, or write the name of another one."))
        if said.get("due_on") and said["due_on"] < timezone.localdate():
            self.add_error("due_on", _("This day has passed. Please give them time to answer."))
        return said

    def asking(self) -> Asking:
        """Of a valid form."""
        said = self.cleaned_data
        return Asking(
            organization_id=said["organization"],
            new_name=said["new_name"],
            attention=said["attention"],
            about=self._about(),
            items=said["items"],
            question=said["question"],
            due_on=said["due_on"],
        )

    def _about(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for key in self.cleaned_data["about"]:
            line = self.lines[key]
            before = found.get(line.item)
            found[str(line.item)] = f"{before}、{line.text}" if before else line.text
        return found


class AnswerForm(TextForm):
    """回答. A field for each item asked; what is posted besides is handed on, so that the gate names it."""

    answer = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Your answer"), choices=AnswerKind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason or remark"),
        help_text=_("You need not give a reason if you decline."),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input-full"}),
    )

    def __init__(self, *args: Any, request: CooperationRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(request.items)
        self.initial.setdefault("answer", uuid4())
        for item in self.asked:
            self.fields[f"given-{item}"] = forms.CharField(
                label=Item(item).label,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2, "class": "input-full"}),
            )

    @property
    def given_fields(self) -> list[Any]:
        """For the template."""
        return [self[f"given-{item}"] for item in self.asked]

    def clean(self) -> dict[str, Any]:
        """Information that is given says something."""
        said = super().clean()
        if said.get("kind") == AnswerKind.GIVEN and not self.errors and not self._given():
            self.add_error("kind", _("Please write the information, or say that there is none."))
        return said

    def _given(self) -> dict[str, str]:
        """Asked or not; `answers` parts the two."""
        posted = {item: str(self.data.get(f"given-{item}", "")) for item in Item.values}
        return {item: words[:LONGEST] for item, words in posted.items() if words.strip()}

    def said(self) -> Said:
        """Of a valid form."""
        cleaned = self.cleaned_data
        return Said(cleaned["answer"], AnswerKind(cleaned["kind"]), self._given(), cleaned["reason"])


class PaperAnswerForm(AnswerForm):
    """An answer that came as a letter or FAX: who answered and when, and what of it was not asked for."""

    answered_by = LineField(label=_("Who answered"), max_length=80)
    on = JapaneseDateField(label=_("Day on which it arrived"))
    unasked = forms.MultipleChoiceField(
        label=_("Also on the paper, but not asked for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is not kept. Strike it out on the paper as well."),
    )

    def __init__(self, *args: Any, request: CooperationRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.fields["kind"].label = _("The answer")
        rest = [one for one in Item.choices if one[0] not in self.asked]
        self.fields["unasked"].choices = rest  # type: ignore[attr-defined]  # a choice field
        self.initial.setdefault("on", timezone.localdate())
        self.first, self.today = request.issued_on, timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """Received between the day of the request and today."""
        said = super().clean()
        day = said.get("on")
        if day and not self.first <= day <= self.today:
            self.add_error("on", _("Please write a day between the request and today."))
        return said

    def _given(self) -> dict[str, str]:
        unasked = self.cleaned_data.get("unasked", [])
        return {**super()._given(), **dict.fromkeys(unasked, "―")}

    def said(self) -> Said:
        """Of a valid form."""
        plain, cleaned = super().said(), self.cleaned_data
        at = timezone.make_aware(datetime.combine(cleaned["on"], time(12)))
        now = timezone.now()
        return Said(plain.id, plain.kind, plain.given, plain.reason, cleaned["answered_by"], min(at, now))
