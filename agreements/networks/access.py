"""The only doors by which a view gets at networks, members and conferences. They name no household."""

from datetime import date
from typing import TypeVar

from django.db.models import Count, F, Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from agreements.models import (
    Agreement,
    Conference,
    ConferenceAttendance,
    Cost,
    Exchange,
    Network,
    NetworkMember,
    SubsidyProgramme,
)
from organizations.actors import Actor
from organizations.models import Organization, Utility
from organizations.permissions import Permission

Row = TypeVar("Row", bound=Model)


def ours(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those of the actor's municipality, for who may read networks; none for anybody else."""
    if not actor.may(Permission.NETWORK_READ) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.municipality_id)


def access_network(actor: Actor, pk: int) -> Network:
    """A network; missing and foreign are the same 404."""
    return get_object_or_404(ours(actor, Network.objects.select_related("secretariat", "municipality")), pk=pk)


def access_member(actor: Actor, pk: int) -> NetworkMember:
    """A member with its network; likewise."""
    return get_object_or_404(ours(actor, NetworkMember.objects.select_related("network", "organization")), pk=pk)


def access_conference(actor: Actor, pk: int) -> Conference:
    """A conference with its network; likewise."""
    whole = ("network__secretariat", "municipality")
    return get_object_or_404(ours(actor, Conference.objects.select_related(*whole)), pk=pk)


def access_exchange(actor: Actor, pk: int) -> Exchange:
    """An exchange; likewise."""
    return get_object_or_404(ours(actor, Exchange.objects.select_related("network")), pk=pk)


def access_programme(actor: Actor, pk: int) -> SubsidyProgramme:
    """A programme; likewise."""
    return get_object_or_404(ours(actor, SubsidyProgramme.objects.all()), pk=pk)


def access_cost(actor: Actor, pk: int) -> Cost:
    """A cost; likewise."""
    return get_object_or_404(ours(actor, Cost.objects.select_related("programme")), pk=pk)


def networks_of(actor: Actor, today: date) -> QuerySet[Network]:
    """The municipality's, each with how many are members today (`members_now`)."""
    now = Q(members__joined_on__lte=today) & (Q(members__left_on=None) | Q(members__left_on__gte=today))
    rows = ours(actor, Network.objects.select_related("secretariat"))
    return rows.annotate(members_now=Count("members", filter=now))


def members_on(network: Network, day: date) -> QuerySet[NetworkMember]:
    """Who is a member on the day, with organisation, by name."""
    here = Q(left_on=None) | Q(left_on__gte=day)
    rows = NetworkMember.objects.filter(here, network=network, joined_on__lte=day)
    return rows.select_related("organization", "agreement").order_by("organization__name", "pk")


def members_of(network: Network, *, words: str, which: str, today: date) -> QuerySet[NetworkMember]:
    """Members whose name has the words; `which`: "now", "left" or "all"."""
    rows = NetworkMember.objects.filter(network=network).select_related("organization", "agreement")
    if which == "now":
        rows = rows.filter(Q(left_on=None) | Q(left_on__gte=today))
    elif which == "left":
        rows = rows.filter(left_on__lt=today)
    return rows.filter(organization__name__icontains=words) if words else rows


def serving_utilities(actor: Actor) -> QuerySet[Organization]:
    """Utilities with an office that serves the municipality."""
    serving = Utility.objects.filter(offices__municipalities=actor.tenant)
    return Organization.objects.filter(pk__in=serving.values("pk")).order_by("name", "pk")


def known_organizations(actor: Actor) -> QuerySet[Organization]:
    """Bodies that this municipality works with: utilities here, members and parties. Not another town's own bodies."""
    members = NetworkMember.objects.filter(municipality_id=actor.tenant).values("organization")
    parties = Agreement.objects.visible_to(actor).values("parties__organization")
    known = Q(pk__in=serving_utilities(actor).values("pk")) | Q(pk__in=members) | Q(pk__in=parties)
    return Organization.objects.filter(known).order_by("name", "pk")


def conferences_of(network: Network) -> QuerySet[Conference]:
    """All, with how many members came (`came`)."""
    rows = Conference.objects.filter(network=network)
    return rows.annotate(came=Count("attendance", filter=Q(attendance__came=True)))


def attendance_of(conference: Conference) -> dict[int, ConferenceAttendance]:
    """What is recorded, by member."""
    return {row.member_id: row for row in ConferenceAttendance.objects.filter(conference=conference)}


def exchanges_of(network: Network, *, member: int | None, means: str, struck: bool) -> QuerySet[Exchange]:
    """The log, filtered; struck ones only where they are asked for."""
    rows = Exchange.objects.filter(network=network).select_related("member__organization", "recorded_by")
    rows = rows.filter(member_id=member) if member else rows
    rows = rows.filter(means=means) if means else rows
    return rows if struck else rows.filter(struck_at=None)


def programmes_of(actor: Actor, year: int) -> list[SubsidyProgramme]:
    """Those of a fiscal year by name."""
    return list(ours(actor, SubsidyProgramme.objects.filter(fiscal_year=year)).order_by("name", "pk"))


def costs_of(actor: Actor, year: int) -> QuerySet[Cost]:
    """Costs of a fiscal year's programmes, struck ones too."""
    people = ("programme", "network", "conference", "recorded_by")
    return ours(actor, Cost.objects.filter(programme__fiscal_year=year)).select_related(*people)


def years_of(actor: Actor) -> list[int]:
    """Fiscal years with a programme, the latest first."""
    years = ours(actor, SubsidyProgramme.objects.all()).order_by("-fiscal_year")
    return list(years.values_list("fiscal_year", flat=True).distinct())


def last_held(network: Network) -> Conference | None:
    """The latest conference that was not cancelled."""
    return Conference.objects.filter(network=network, cancelled_at=None).order_by(F("held_on").desc(), "-pk").first()
