"""What a party says of its copy."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japanese.text import contains_control

LONGEST_COMMENT = 2000
LONGEST_WORDS = 400


def _plain(text: str) -> str:
    """Lines end in one way; what nobody types is not taken. Raises ValidationError."""
    text = text.replace("\r\n", "\n").strip()
    if contains_control(text, multiline=True):
        raise forms.ValidationError(_("Please take out the special characters; they cannot be kept."), code="control")
    return text


def _words(label: Any, longest: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "data-counter": "", "class": "input-full"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


class CommentForm(forms.Form):
    """On one article, or on the whole."""

    article = forms.TypedChoiceField(label=_("On what?"), coerce=int)
    words = _words(_("Comment"), LONGEST_COMMENT)

    def __init__(self, headings: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(number, _("Article %(n)s: %(heading)s") % {"n": number, "heading": heading})
                   for number, heading in enumerate(headings, start=1)]  # fmt: skip
        chosen: Any = self.fields["article"]
        chosen.choices = [(0, _("On the whole")), *offered]

    def clean_words(self) -> str:
        """As it was typed."""
        return _plain(self.cleaned_data["words"])


class OpinionForm(forms.Form):
    """Agreed, or not yet."""

    agrees = forms.TypedChoiceField(
        label=_("Your organisation’s answer"),
        choices=[("yes", _("We agree to this version")), ("no", _("We ask for changes"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "choice-cards"}),
    )
    words = _words(
        _("Words to the municipality"),
        LONGEST_WORDS,
        required=False,
        help_text=_("Needed where you ask for changes and have commented on no article."),
    )

    def clean_words(self) -> str:
        """As it was typed."""
        return _plain(self.cleaned_data["words"])
