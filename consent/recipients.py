"""To whom a person may agree that something is told, and how they are offered to be ticked one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consent.reports import ReportAbout
from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind, SupportAgency, Utility


@dataclass(frozen=True)
class Offered:
    """Recipients as (id, name): `companies` are those whose reports these are, `near` of the own municipality, `others` elsewhere in groups."""

    companies: list[tuple[int, str]]
    near: list[tuple[int, str]]
    others: list[tuple[str, list[tuple[int, str]]]]

    @property
    def ids(self) -> set[int]:
        """All that can be chosen."""
        elsewhere = (pair for _group, pairs in self.others for pair in pairs)
        return {pk for pk, _name in (*self.companies, *self.near, *elsewhere)}


def offered(actor: Actor, about: Iterable[ReportAbout]) -> Offered:
    """A company is offered where a report of its own is concerned: there is nothing else that it could be told."""
    companies = Utility.objects.filter(pk__in={one.told_by for one in about}).order_by("name", "pk")
    agencies = SupportAgency.objects.order_by("name", "pk")
    here = agencies.filter(municipality_id=actor.tenant).values_list("pk", "name")
    away = agencies.exclude(municipality_id=actor.tenant).values_list("pk", "name")
    services = Organization.objects.filter(kind=OrganizationKind.OTHER).order_by("name", "pk").values_list("pk", "name")
    groups = [(_("Other organisations"), list(services)), (_("Agencies of other municipalities"), list(away))]
    return Offered(
        companies=list(companies.values_list("pk", "name")),
        near=[*here, (actor.tenant, actor.municipality_name)],
        others=[(label, pairs) for label, pairs in groups if pairs],
    )
