"""What is typed in an agreement's life: sent, answered, signed, given notice of, followed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.forms_text import LineField, LinesField
from agreements.models import Agreement, Following, NoticeKind
from consent.evidence import check_upload
from japanese.fields import JapaneseDateField


class VerbForm(forms.Form):
    """One of several forms on a page: each has ids of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{type(self).__name__}_%s", **kwargs})


class SendForm(VerbForm):
    """To the parties, for their opinion."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    due_on = JapaneseDateField(label=_("Opinions are asked by"))
    words = LinesField(label=_("Words that go with it"), max_length=1000, required=False, rows=3)

    @staticmethod
    def fresh(agreement: Agreement) -> dict[str, Any]:
        """Three weeks."""
        return {"version": agreement.version, "due_on": timezone.localdate() + timedelta(days=21)}


class _OfParty(VerbForm):
    organization = forms.TypedChoiceField(label=_("Which party"), coerce=int)

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].choices = [("", _("please choose")), *parties]  # type: ignore[attr-defined]  # a choice field


class SaidForm(_OfParty):
    """What a party said by letter, by telephone or in person."""

    agrees = forms.ChoiceField(
        label=_("What it said"),
        choices=[
            ("yes", _("it agrees")),
            ("no", _("it asks for changes")),
            ("", pgettext_lazy("opinion", "a comment only")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    article = forms.TypedChoiceField(label=_("On which article"), coerce=int, required=False)
    words = LinesField(label=_("In its words"), max_length=400, required=False, rows=3)

    def __init__(self, *args: Any, articles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbered = [
            (n, _("Article %(n)s (%(heading)s)") % {"n": n, "heading": one}) for n, one in enumerate(articles, 1)
        ]
        self.fields["article"].choices = [(0, _("on the whole")), *numbered]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """A comment has words; so has a wish for changes."""
        said = super().clean() or {}
        if said.get("agrees") != "yes" and not said.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", _("Please write what was said."))
        return said


class ReplyForm(VerbForm):
    """To a party's comment."""

    taken_up = forms.ChoiceField(
        label=_("Will the text be changed for it?"),
        choices=[("yes", _("yes, it is taken up")), ("no", _("no, the text stays"))],
        widget=forms.RadioSelect,
    )
    words = LinesField(label=_("Reply"), max_length=2000, rows=3)


class SignatureForm(forms.Form):
    """A party's signature as it stands on the paper; empty while it has not signed."""

    signed_on = JapaneseDateField(label=_("Signed on"), required=False, help_text="")
    title = LineField(label=_("Title of who signs"), max_length=60, required=False)
    name = LineField(label=_("Who signs"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """With a day there is a title and a name."""
        said = super().clean() or {}
        if said.get("signed_on"):
            for name in ("title", "name"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("Please write this as it stands on the paper."))
        return said


class ScanForm(VerbForm):
    """The signed paper."""

    file = forms.FileField(
        label=_("Scan of the signed paper"), help_text=_("PDF, or a photograph as JPEG or PNG; at most 10 MB.")
    )

    def clean_file(self) -> Any:
        """Looked into, whatever its name says."""
        sent = self.cleaned_data["file"]
        return sent.name, check_upload(sent)


class ConcludeForm(VerbForm):
    """All have signed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    in_force_from = JapaneseDateField(label=_("In force from"))
    in_force_until = JapaneseDateField(
        label=_("First term until the end of"),
        required=False,
        help_text=_("Left open, it runs until it is terminated."),
    )


class NoticeForm(_OfParty):
    """申出."""

    kind = forms.ChoiceField(label=_("Of what is notice given?"), choices=NoticeKind.choices, widget=forms.RadioSelect)
    received_on = JapaneseDateField(label=_("Notice received on"))
    ends_on = JapaneseDateField(
        label=_("Last day in force"),
        required=False,
        help_text=_("For a termination only. When one that is not renewed ends, its deadlines say."),
    )
    reason = LineField(
        label=_("Reason"), max_length=400, required=False, widget=forms.TextInput(attrs={"class": "input-full"})
    )

    field_order = ["kind", "organization", "received_on", "ends_on", "reason"]


class FollowForm(VerbForm):
    """What is to follow."""

    follows_as = forms.ChoiceField(label=_("What is to follow?"), choices=Following.choices, widget=forms.RadioSelect)
