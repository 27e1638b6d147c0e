"""What the list of issued papers is narrowed to."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.access_archive import Wanted
from documents.models import DocumentKind
from japanese.fields import JapaneseDateField


class ArchiveForm(forms.Form):
    """By GET; what is not understood narrows nothing, and is said beside its field."""

    words = forms.CharField(label=_("Number, or the beginning of a SHA-256"), max_length=64, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *DocumentKind.choices], required=False)
    since = JapaneseDateField(label=_("Issued from"), required=False)
    until = JapaneseDateField(label=_("Issued until"), required=False)

    def wanted(self) -> Wanted:
        """What was understood of it."""
        said = self.cleaned_data if self.is_bound and (self.is_valid() or True) else {}
        return Wanted(**{name: said[name] for name in ("words", "kind", "since", "until") if said.get(name)})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return self.wanted() != Wanted()

    def next_url(self, following: str) -> str:
        """The address of the next page, with what was asked for."""
        if not following:
            return ""
        asked = {name: self.data[name] for name in self.fields if self.data.get(name)}
        return f"?{urlencode({**asked, 'after': following})}"
