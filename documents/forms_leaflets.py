"""Forms of leaflets: an agency's own words, a batch, and handing over."""

import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.leaflet_fields import Slot, slots, typed_words
from documents.leaflet_glyphs import missing
from documents.leaflet_languages import KNOWN
from documents.leaflet_words import LeafletWords
from documents.models import PaperSize
from japanese.fields import JapaneseDateField
from japanese.text import contains_control

_LONGEST = 300
_ONE_LINE = 45
MOST_LINES = 60


class TextForm(forms.Form):
    """Every text of the leaflet; what is left empty falls back to Tsunagi's words."""

    def __init__(self, *args: Any, language: str, words: LeafletWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._language = language
        self.stock = KNOWN[language].words
        now = {slot.name: slot.stock for slot in slots(words)}
        for slot in slots(self.stock):
            self.fields[slot.name] = self._field(slot, now[slot.name])
        self.fields["note"] = forms.CharField(label=_("What changed"), max_length=200, required=False)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)

    def _field(self, slot: Slot, now: str) -> forms.CharField:
        tag = KNOWN[self._language].tag
        long = len(slot.stock) > _ONE_LINE
        widget: forms.Widget = (
            forms.Textarea(attrs={"rows": 3, "lang": tag}) if long else forms.TextInput({"lang": tag})
        )
        hint = _("Tsunagi’s words: %(words)s") % {"words": slot.stock} if now != slot.stock else ""
        return forms.CharField(
            label=slot.label, initial=now, required=False, max_length=_LONGEST, widget=widget, help_text=hint
        )

    def clean(self) -> dict[str, Any]:
        """What cannot be printed is said beside the field, with the characters that are missing."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = unicodedata.normalize("NFC", value)
                self._check(name, cleaned[name])
        return cleaned

    def _check(self, name: str, value: str) -> None:
        if contains_control(value):
            self.add_error(name, _("Please take out the special characters; they cannot be kept."))
        elif name != "note" and (lost := missing([value], self._language)):
            self.add_error(name, _("These characters cannot be printed: %(signs)s") % {"signs": " ".join(lost)})

    def words(self) -> dict[str, Any]:
        """As `LeafletText.words` keeps them."""
        return typed_words(self.stock, self.cleaned_data)


class VersionForm(forms.Form):
    """Which version of the draft somebody has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class BatchForm(forms.Form):
    """What to print, and for whom."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    size = forms.ChoiceField(
        label=_("Size"), choices=PaperSize.choices, widget=forms.RadioSelect(attrs={"class": "choices-inline"})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=[(code, one.name) for code, one in KNOWN.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-inline"}),
    )  # fmt: skip
    own = forms.BooleanField(label=_("Our own desk, with the agency’s code"), required=False)
    offices = forms.MultipleChoiceField(
        label=_("Offices of companies"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-two"}),
    )
    places = forms.CharField(
        label=_("Other places, one a line"),
        help_text=_("For example a library or a clinic. Each gets a code of its own."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    copies = forms.IntegerField(label=_("Copies of each"), min_value=1, max_value=100_000, initial=50)

    def __init__(self, *args: Any, offices: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["offices"]
        if isinstance(chosen, forms.MultipleChoiceField):
            chosen.choices = [(str(pk), name) for pk, name in offices.items()]

    def clean_places(self) -> list[str]:
        """The names, each once."""
        lines = [line.strip() for line in str(self.cleaned_data["places"]).splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if any(len(name) > 80 or contains_control(name) for name in names):
            raise forms.ValidationError(_("A place is a name of at most 80 characters."))
        return names

    def clean(self) -> dict[str, Any]:
        """Somebody must get some, and not so many that nobody can wait for the file."""
        cleaned = super().clean() or {}
        if "places" not in cleaned or "languages" not in cleaned:
            return cleaned
        goals = len(cleaned["places"]) + len(cleaned.get("offices", [])) + bool(cleaned.get("own"))
        if not goals:
            raise forms.ValidationError(_("Choose at least one place to which the leaflets go."))
        if goals * len(cleaned["languages"]) > MOST_LINES:
            raise forms.ValidationError(
                _("One batch holds at most %(most)s different leaflets. Please make two batches.")
                % {"most": MOST_LINES}
            )
        return cleaned


class HandedForm(forms.Form):
    """Where a line's leaflets went, and when."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    handed_on = JapaneseDateField(label=_("Handed over"))
    handed_to = forms.CharField(label=_("Handed to"), max_length=80, required=False)
