"""What is typed about an agreement: its head, its text, its clauses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.actions.clauses import Wording
from agreements.actions.drafting import MOST_ARTICLES, Head, Text
from agreements.forms_text import LineField, LinesField
from agreements.models import Agreement, AgreementKind, Annex, ClauseTemplate, PeriodUnit
from japanese.fields import JapaneseDateField

#: Words that have pages of their own below /agreements/.
_TAKEN = frozenset({"new", "calendar", "clauses", ".", ".."})
LONGEST_ARTICLE = 6000
LONGEST_HEADING = 60


class HeadForm(forms.Form):
    """Kind, title, number and term."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=AgreementKind.choices, widget=forms.RadioSelect)
    title = LineField(
        label=_("Title of the agreement"), max_length=120, widget=forms.TextInput(attrs={"class": "input-full"})
    )
    number = LineField(label=_("Number"), max_length=30, widget=forms.TextInput(attrs={"class": "input-m"}))
    in_force_from = JapaneseDateField(
        label=_("In force from"), required=False, help_text=_("Left open, it is fixed when it is signed.")
    )
    in_force_until = JapaneseDateField(
        label=_("First term until the end of"),
        required=False,
        help_text=_("Left open, it runs until it is terminated."),
    )
    renews_itself = forms.BooleanField(label=_("It renews itself at the end of each term"), required=False)
    renewal_months = forms.IntegerField(label=_("A further term has so many months"), min_value=1, max_value=120)
    notice_period = forms.IntegerField(
        label=_("Notice before the end of a term"), min_value=0, max_value=365, help_text=_("For example 1 month.")
    )
    notice_unit = forms.ChoiceField(label=_("Counted in"), choices=PeriodUnit.choices)
    generated = forms.MultipleChoiceField(
        label=_("Annexes made of what the system knows"),
        choices=Annex.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("They are printed behind the text as they stand on the day of printing."),
    )

    def clean(self) -> dict[str, Any]:
        """The term goes forward; the number can stand in an address."""
        said = super().clean() or {}
        if "/" in said.get("number", "") or said.get("number") in _TAKEN:
            self.add_error("number", _("Please choose another number: this one cannot stand in an address."))
        first, last = said.get("in_force_from"), said.get("in_force_until")
        if last and not first:
            self.add_error("in_force_from", _("With a last day, the first day is needed too."))
        if first and last and last < first:
            self.add_error("in_force_until", _("The last day lies before the first one."))
        return said

    def head(self) -> Head:
        """What was said."""
        return Head(**{**self.cleaned_data, "kind": AgreementKind(self.cleaned_data["kind"])})

    @staticmethod
    def of(agreement: Agreement) -> dict[str, Any]:
        """What stands there."""
        return {name: getattr(agreement, name) for name in HeadForm.base_fields}


class EditHeadForm(HeadForm):
    """The same of a draft. `version` is that of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def head(self) -> Head:
        """What was said."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Head(**{**said, "kind": AgreementKind(said["kind"])})


def paragraphs_of(text: str) -> list[str]:
    """Each line with words is a paragraph."""
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


class ArticleForm(forms.Form):
    """One article: its heading, and its paragraphs line by line."""

    heading = LineField(label=_("Heading"), max_length=LONGEST_HEADING, required=False)
    text = LinesField(
        label=_("Paragraphs, each on a line of its own"), max_length=LONGEST_ARTICLE, required=False, rows=6
    )

    def clean(self) -> dict[str, Any]:
        """An article has a heading and words, or neither."""
        said = super().clean() or {}
        if said.get("text", "").strip() and not said.get("heading"):
            self.add_error("heading", _("This article needs a heading."))
        if said.get("heading") and not said.get("text", "").strip():
            self.add_error("text", _("This article has no words yet. Write them, or remove the article."))
        return said

    @property
    def is_empty(self) -> bool:
        """Nothing was typed."""
        return not self.cleaned_data.get("heading") and not self.cleaned_data.get("text", "").strip()

    def article(self) -> dict[str, Any]:
        """What was typed, whether it is fit to be kept or not."""
        if hasattr(self, "cleaned_data") and not self.errors:
            return {"heading": self.cleaned_data["heading"], "paragraphs": paragraphs_of(self.cleaned_data["text"])}
        return {
            "heading": str(self["heading"].value() or ""),
            "paragraphs": paragraphs_of(str(self["text"].value() or "")),
        }


class FrameForm(forms.Form):
    """What stands around the articles. `version` and `count` are those of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_ARTICLES + 40)
    preamble = LinesField(label=_("Preamble"), max_length=2000, rows=3)
    closing = LinesField(label=_("Closing words"), max_length=1000, rows=2)
    annexes = LinesField(
        label=_("Further annexes, each on a line of its own"),
        max_length=1000,
        required=False,
        rows=2,
        help_text=_("Papers that the parties attach themselves."),
    )

    def text(self, articles: list[dict[str, Any]]) -> Text:
        """With these articles."""
        said = self.cleaned_data
        return Text(said["preamble"], articles, said["closing"], paragraphs_of(said["annexes"]))


class ClauseForm(forms.Form):
    """A clause of the municipality's own."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    heading = LineField(label=_("Heading"), max_length=LONGEST_HEADING)
    paragraphs = LinesField(label=_("Paragraphs, each on a line of its own"), max_length=LONGEST_ARTICLE, rows=8)
    kinds = forms.MultipleChoiceField(
        label=_("For which agreements"), choices=AgreementKind.choices, widget=forms.CheckboxSelectMultiple
    )
    is_usual = forms.BooleanField(label=_("Chosen to begin with in a new agreement"), required=False)
    order = forms.IntegerField(
        label=_("Place in the order"),
        min_value=1,
        max_value=999,
        help_text=_("Clauses of Tsunagi stand at 10, 20, 30 …"),
    )

    def wording(self) -> Wording:
        """What was said."""
        said = self.cleaned_data
        return Wording(
            said["heading"], paragraphs_of(said["paragraphs"]), said["kinds"], said["order"], said["is_usual"]
        )

    @staticmethod
    def of(row: ClauseTemplate) -> dict[str, Any]:
        """What stands there."""
        return {
            "version": row.version,
            "heading": row.heading,
            "paragraphs": "\n".join(row.paragraphs),
            "kinds": row.kinds,
            "is_usual": row.is_usual,
            "order": row.order,
        }
