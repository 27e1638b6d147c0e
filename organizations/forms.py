"""Forms about people and thresholds."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from organizations.models import Municipality, RoleKind, User


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(label=_("name"), max_length=60)
    email = forms.EmailField(label=_("e-mail"))
    role = forms.ChoiceField(label=_("role"))

    def __init__(self, *args: Any, roles: tuple[RoleKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]  # a ChoiceField


class AcceptForm(forms.Form):
    """The password of a new account."""

    password = forms.CharField(
        label=_("password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Several words in a row are easy to remember."),
    )

    def __init__(self, *args: Any, email: str, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = User(email=email, name=name)

    def clean_password(self) -> str:
        """Long enough, not a common one, and not the person's own name or address."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.owner)
        return password


class ThresholdsForm(forms.ModelForm[Municipality]):
    """When follow-up raises a flag."""

    class Meta:
        model = Municipality
        fields = ("stop_warning_days", "long_arrears_months", "no_contact_days")
