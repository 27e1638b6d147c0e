"""What is typed to put a case on an agenda, and to name a conflict."""

from typing import Any
from unicodedata import normalize

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.access import access_case
from cases.models import Case
from consent.vocabulary import CaseKind
from japanese import display
from organizations.actors import Actor
from support_meetings.actions.agenda import Stated
from support_meetings.forms_text import TextForm
from support_meetings.models import AgendaItem, Session


class ItemForm(TextForm):
    """Why the meeting speaks of a case. `version` is that of the item as it was shown; 0 for a new one."""

    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput, required=False)
    case_kind = forms.ChoiceField(
        label=_("For which reason does the meeting speak of it?"), choices=CaseKind.choices, widget=forms.RadioSelect
    )
    why_no_consent = forms.CharField(
        label=_("Why could consent not be obtained?"),
        help_text=_("Needed where there is no consent: what was tried, when, and what stood in the way."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input-full"}),
    )
    question = forms.CharField(
        label=_("What is to be discussed?"),
        help_text=_("One or two questions that the members can answer."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input-full"}),
    )

    def clean(self) -> dict[str, Any]:
        """The reason stands with its kind."""
        cleaned = super().clean()
        if cleaned.get("case_kind") == CaseKind.NO_CONSENT and not cleaned.get("why_no_consent", "").strip():
            self.add_error("why_no_consent", _("Please write why the consent could not be obtained."))
        return cleaned

    def stated(self) -> Stated:
        """Of a valid form."""
        said = self.cleaned_data
        return Stated(CaseKind(said["case_kind"]), said["why_no_consent"], said["question"])

    @classmethod
    def first(cls, item: AgendaItem) -> dict[str, Any]:
        """What the form begins with for an item that is there."""
        names = ("version", "case_kind", "why_no_consent", "question")
        return {name: getattr(item, name) for name in names}


class NewItemForm(ItemForm):
    """From the session: the case is named by its number."""

    number = forms.CharField(
        label=_("Case number"), help_text=_("For example 2026-0001. It stands on top of the case page."), max_length=20
    )
    field_order = ("number", "case_kind", "why_no_consent", "question")

    def __init__(self, *arguments: Any, actor: Actor, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._actor = actor

    def clean_number(self) -> Case:
        """One that the actor may see; full-width digits are read too."""
        typed = normalize("NFKC", self.cleaned_data["number"]).strip().replace("ー", "-").replace("‐", "-")
        try:
            return access_case(self._actor, typed)
        except Http404:
            raise forms.ValidationError(_("There is no case with this number here. Please look at it again.")) from None


class CaseToSessionForm(ItemForm):
    """From the case: the session is chosen."""

    session = forms.TypedChoiceField(label=_("Which session?"), coerce=int)
    field_order = ("session", "case_kind", "why_no_consent", "question")

    def __init__(self, *arguments: Any, sessions: list[tuple[int, str]], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        field = self.fields["session"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = sessions


class ReasonForm(TextForm):
    """Why an item is taken off."""

    reason = forms.CharField(
        label=_("Why is it taken off?"), max_length=200, widget=forms.TextInput(attrs={"class": "input-full"})
    )


class ConflictForm(TextForm):
    """利益相反: exactly one of the two."""

    organization = forms.TypedChoiceField(label=_("Organisation"), coerce=int, required=False, empty_value=None)
    member = forms.TypedChoiceField(label=_("or one member"), coerce=int, required=False, empty_value=None)
    reason = forms.CharField(
        label=_("What is the conflict?"),
        help_text=_("For example: relative, employee of this company, landlord."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input-full"}),
    )

    def __init__(
        self, *arguments: Any, firms: list[tuple[int, str]], members: list[tuple[int, str]], **keywords: Any
    ) -> None:
        super().__init__(*arguments, **keywords)
        for name, choices in (("organization", firms), ("member", members)):
            field = self.fields[name]
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [("", _("(none)")), *choices]

    def clean(self) -> dict[str, Any]:
        """One, not none and not both."""
        cleaned = super().clean()
        if bool(cleaned.get("organization")) == bool(cleaned.get("member")) and not self.errors:
            raise forms.ValidationError(_("Choose the organisation or one member, not both."))
        return cleaned


def session_choices(sessions: list[Session]) -> list[tuple[int, str]]:
    """With meeting, number and time."""
    return [(one.pk, _session_words(one)) for one in sessions]


def _session_words(session: Session) -> str:
    words = {"meeting": session.meeting.name, "n": session.number, "when": display.moment(session.starts_at)}
    return _now("%(meeting)s, session %(n)s: %(when)s") % words
