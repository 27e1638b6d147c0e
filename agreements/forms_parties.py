"""The page on which parties are chosen: its lines, its search and what was ticked, kept whichever button is pressed."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agreements.actions.drafting import mayor_of
from agreements.actions.parties import MOST_PARTIES, PartyLine, new_organization
from agreements.forms_text import LineField
from agreements.models import Agreement
from japanese.text import contains_control
from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind

_ROLES = {OrganizationKind.UTILITY: "代表取締役", OrganizationKind.AGENCY: "代表者", OrganizationKind.OTHER: "代表者"}


def role_of(organization: Organization) -> str:
    """The title of who usually signs for a body of this kind; it can be changed on the page."""
    if organization.kind == OrganizationKind.MUNICIPALITY:
        return mayor_of(organization.name)
    return _ROLES[OrganizationKind(organization.kind)]


class NewForm(forms.Form):
    """A body that is not in the list; it also carries what the whole page is told."""

    new_name = LineField(label=_("Name of the organisation"), max_length=120, required=False)
    new_address = LineField(label=_("Address"), max_length=200, required=False)


@dataclass
class Line:
    """A party on the page. `place` is where it is to stand."""

    organization_id: int
    place: int
    title: str
    signatory: str
    removed: bool = False


@dataclass
class PartiesPage:
    """The page as it was opened or sent."""

    version: int
    lines: list[Line]
    query: str = ""
    picked: list[int] = field(default_factory=list)
    do: str = ""
    form: NewForm = field(default_factory=NewForm)

    @classmethod
    def of(cls, agreement: Agreement, asked: QueryDict) -> "PartiesPage":
        """As it stands."""
        lines = [
            Line(party.organization_id, place, party.signatory_title, party.signatory)
            for place, party in enumerate(agreement.parties.all(), start=1)
        ]
        return cls(agreement.version, lines, asked.get("q", "")[:60])

    @classmethod
    def posted(cls, data: QueryDict) -> "PartiesPage":
        """As it was sent; numbers that are none are left out."""
        ids = [int(one) for one in data.getlist("party")[: MOST_PARTIES * 2] if _is_number(one)]
        lines = [
            Line(
                pk,
                _place(data.get(f"place-{pk}", ""), n),
                data.get(f"title-{pk}", "").strip(),
                data.get(f"signatory-{pk}", "").strip(),
                f"remove-{pk}" in data,
            )
            for n, pk in enumerate(ids, start=1)
        ]
        picked = [int(one) for one in data.getlist("pick")[: MOST_PARTIES * 2] if _is_number(one)]
        version = data.get("version", "")
        query = data.get("q", "")[:60]
        return cls(
            int(version) if _is_number(version) else -1, lines, query, picked, data.get("do", "save"), NewForm(data)
        )

    def is_valid(self) -> bool:
        """Everybody's title is there and short enough, on one line."""
        self.form.is_valid()
        for line in self.lines:
            words = line.title + line.signatory
            if not line.removed and (
                not line.title or max(len(line.title), len(line.signatory)) > 60 or contains_control(words)
            ):
                self.form.add_error(None, _("Each party needs the title of who signs, in at most 60 characters."))
                break
        return not self.form.errors

    @property
    def new_name(self) -> str:
        """The name of a body that is not in the list; blank where none was typed."""
        name: str = self.form.cleaned_data.get("new_name", "")
        return name

    def new_organization(self, actor: Actor) -> Organization:
        """It becomes known with its name and address."""
        return new_organization(actor=actor, name=self.new_name, address=self.form.cleaned_data["new_address"])

    def kept(self) -> list[PartyLine]:
        """Those that stay, in their order."""
        stay = sorted((line for line in self.lines if not line.removed), key=lambda line: line.place)
        return [PartyLine(line.organization_id, line.title, line.signatory) for line in stay]

    def picked_organizations(self) -> list[Organization]:
        """What was ticked, by name."""
        here = {line.organization_id for line in self.lines}
        rows = Organization.objects.filter(pk__in=set(self.picked) - here)
        return list(rows.exclude(kind=OrganizationKind.MUNICIPALITY).order_by("name", "pk"))

    def names(self) -> list[tuple[Line, Organization]]:
        """Each line with its organisation, in the order of the page."""
        found = Organization.objects.in_bulk([line.organization_id for line in self.lines])
        return [(line, found[line.organization_id]) for line in self.lines if line.organization_id in found]

    @property
    def has_conflict(self) -> bool:
        """Whether somebody else saved meanwhile."""
        errors: Any = self.form.errors.get("__all__")
        return errors is not None and any(error.code == "changed_meanwhile" for error in errors.as_data())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _place(text: str, otherwise: int) -> int:
    return int(text) if _is_number(text) else otherwise
