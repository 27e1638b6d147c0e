"""What the forms have in common: the confirmation that they name nobody."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.networks.personal import Looks, looks_personal, mark_of


class NobodyForm(forms.Form):
    """A form whose `watched` fields name nobody: what looks personal is shown, and taken only once it is confirmed.

    The confirmation names the very lines that were shown; for others it is asked again.
    """

    watched: ClassVar[tuple[str, ...]] = ()

    names_nobody = forms.CharField(required=False, widget=forms.HiddenInput)
    looks: Sequence[Looks] = ()
    mark = ""
    is_confirmed = False

    def clean(self) -> dict[str, Any]:
        """The warning stands above the form; `looks` are the lines, `mark` is what the confirmation sends."""
        said = super().clean() or {}
        self.looks = [one for name in self.watched for one in looks_personal(said.get(name) or "")]
        self.mark = mark_of(self.looks)
        self.is_confirmed = bool(self.looks) and said.get("names_nobody") == self.mark
        if self.looks and not self.is_confirmed:
            self.add_error(
                None,
                forms.ValidationError(
                    _("Nothing is saved yet: a line looks as if it were about a person. Look at it below."),
                    code="looks_personal",
                ),
            )
        return said
