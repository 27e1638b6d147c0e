"""What is typed about a network and its members."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms_text import LineField, LinesField
from agreements.models import Agreement, Network, NetworkKind
from agreements.networks.access import known_organizations
from agreements.networks.actions.members import Contact, Membership
from agreements.networks.actions.networks import Body
from agreements.networks.pasting import MOST
from japanese.fields import JapaneseDateField, PhoneField
from organizations.actors import Actor
from organizations.models import Organization, SupportAgency


class NetworkForm(forms.Form):
    """A network; `version` is that of the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=NetworkKind.choices, widget=forms.RadioSelect)
    name = LineField(label=_("Name of the network"), max_length=120)
    purpose = LinesField(label=_("Purpose"), rows=4, max_length=2000, required=False)
    founded_on = JapaneseDateField(label=_("Founded on"))
    secretariat = forms.TypedChoiceField(label=_("Secretariat"), coerce=int)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = SupportAgency.objects.filter(municipality_id=actor.tenant).order_by("name", "pk")
        self.fields["secretariat"].choices = list(agencies.values_list("pk", "name"))  # type: ignore[attr-defined]  # a choice field

    @staticmethod
    def of(network: Network) -> dict[str, Any]:
        """As recorded."""
        names = ("kind", "name", "purpose", "founded_on")
        return {**{name: getattr(network, name) for name in names}, "secretariat": network.secretariat_id}

    def body(self) -> Body:
        """For the action."""
        said = self.cleaned_data
        return Body(
            kind=NetworkKind(said["kind"]),
            name=said["name"],
            purpose=said["purpose"],
            founded_on=said["founded_on"],
            secretariat_id=said["secretariat"],
        )


class EndForm(forms.Form):
    """The last day of a network."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = JapaneseDateField(label=_("Last day of the network"))


class FilterForm(forms.Form):
    """Which members."""

    words = LineField(label=_("Name contains"), max_length=60, required=False)
    which = forms.ChoiceField(
        label=_("Show members"),
        required=False,
        choices=[("now", _("of today")), ("left", _("who have left")), ("all", _("all"))],
    )


class AsOfForm(forms.Form):
    """As of which day."""

    on = JapaneseDateField(label=_("As of"), required=False)


class MemberForm(forms.Form):
    """One member's days, contact, agreement and note."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    joined_on = JapaneseDateField(label=_("Joined on"))
    left_on = JapaneseDateField(label=_("Left with the end of"), required=False)
    contact = LineField(
        label=_("Contact"),
        max_length=120,
        required=False,
        help_text=_("Post and name of whom to call at the company, for example 総務課 地域担当."),
    )
    phone = PhoneField(label=_("Telephone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    agreement = forms.TypedChoiceField(
        label=_("Agreement under which it takes part"), coerce=int, empty_value=None, required=False
    )
    note = LineField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Agreement.objects.visible_to(actor).order_by("number")
        shown = [(row.pk, f"{row.number} {row.title}") for row in rows]
        self.fields["agreement"].choices = [("", _("none")), *shown]  # type: ignore[attr-defined]  # a choice field

    def membership(self) -> Membership:
        """For the action."""
        said = self.cleaned_data
        contact = Contact(said["contact"], said["phone"], said["email"])
        return Membership(said["joined_on"], said["left_on"], contact, said["agreement"], said["note"])


class NewMemberForm(MemberForm):
    """One that joins: a body that is known, or a new one."""

    organization = forms.TypedChoiceField(
        label=_("Known already"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Utilities that serve the municipality, parties of agreements and members of other networks."),
    )
    other = LineField(
        label=_("Name of another body"),
        max_length=120,
        required=False,
        help_text=_("Only if it is not in the list above."),
    )
    field_order = ["organization", "other"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.actor = actor
        known = list(known_organizations(actor).values_list("pk", "name"))
        self.fields["organization"].choices = [("", _("please choose")), *known]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Exactly one body."""
        said = super().clean() or {}
        if bool(said.get("organization")) == bool(said.get("other")) and "other" in said:
            self.add_error("organization", _("Choose a body, or write one that is not in the list."))
        return said


class TickForm(forms.Form):
    """Many at once, of those that serve the municipality."""

    joined_on = JapaneseDateField(label=_("Joined on"))
    organizations = forms.TypedMultipleChoiceField(
        label=_("Utilities that are not members yet"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )

    def __init__(self, *args: Any, bodies: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizations"].choices = [(one.pk, one.name) for one in bodies]  # type: ignore[attr-defined]  # a choice field


class PasteForm(forms.Form):
    """Many at once, by name."""

    joined_on = JapaneseDateField(label=_("Joined on"))
    lines = LinesField(
        label=_("Names, one a line"),
        rows=12,
        max_length=60_000,
        help_text=_(
            "Copied from a spreadsheet, contact, telephone and e-mail may stand in the columns behind the name."
        ),
    )

    def clean_lines(self) -> str:
        """So many that a page can show them."""
        text: str = self.cleaned_data["lines"]
        if sum(1 for line in text.splitlines() if line.strip()) > MOST:
            raise forms.ValidationError(_("These are more than 300 lines. Please paste them in parts."), code="many")
        return text


def fresh(today: date) -> dict[str, Any]:
    """Who joins, joins today."""
    return {"joined_on": today}
