"""Members join one by one or many at once, are changed, and leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.models import Agreement, Network, NetworkMember
from agreements.networks.access import known_organizations, serving_utilities
from agreements.networks.actions.networks import lock_open
from agreements.networks.errors import NetworkRefusal, check_version
from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind


@dataclass(frozen=True)
class Contact:
    """Whom to call at a member: a business contact."""

    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Joining:
    """A body that joins: one that is known, or the name of a new one."""

    name: str
    organization_id: int | None = None
    contact: Contact = Contact()


@dataclass(frozen=True)
class Membership:
    """What is said of one member."""

    joined_on: date
    left_on: date | None
    contact: Contact
    agreement_id: int | None
    note: str


@transaction.atomic
def add_members(*, actor: Actor, network: Network, joining: Sequence[Joining], on: date) -> tuple[int, int]:
    """How many joined, and how many bodies are new. In a few statements; who is a member already is left out."""
    locked = lock_open(actor, network.pk)
    if on < locked.founded_on:
        raise NetworkRefusal("joined_before_founding", _("Nobody joins before the network was founded."))
    _refuse_unknown(actor, joining)
    new = Organization.objects.bulk_create(
        [Organization(kind=OrganizationKind.OTHER, name=one.name) for one in joining if one.organization_id is None]
    )
    made = iter(new)
    wanted = [(one.organization_id or next(made).pk, one.contact) for one in joining]
    taken = _members_from(locked, (pk for pk, _contact in wanted), on)
    rows = [_row(actor, locked, pk, contact, on) for pk, contact in wanted if pk not in taken]
    NetworkMember.objects.bulk_create(rows)
    return len(rows), len(new)


def _refuse_unknown(actor: Actor, joining: Iterable[Joining]) -> None:
    """Another town's own bodies are not taken by their key, whatever was sent."""
    wanted = {one.organization_id for one in joining if one.organization_id is not None}
    public = Q(kind=OrganizationKind.UTILITY) | Q(pk__in=known_organizations(actor).values("pk"))
    if Organization.objects.filter(public, pk__in=wanted).count() != len(wanted):
        raise NetworkRefusal("unknown_body", _("One of these bodies is not known here. Add it by its name."))


def _members_from(network: Network, organizations: Iterable[int], on: date) -> set[int]:
    """Of these, who is a member on the day or later."""
    rows = NetworkMember.objects.filter(Q(left_on=None) | Q(left_on__gte=on), network=network)
    return set(rows.filter(organization__in=list(organizations)).values_list("organization_id", flat=True))


def _row(actor: Actor, network: Network, organization_id: int, contact: Contact, on: date) -> NetworkMember:
    return NetworkMember(
        municipality_id=actor.tenant, network=network, organization_id=organization_id, joined_on=on, **vars(contact)
    )


@transaction.atomic
def add_member(*, actor: Actor, network: Network, joining: Joining, said: Membership) -> NetworkMember:
    """One body with all that is known of it; refused where it is a member already."""
    _check(actor, said)
    added, _new = add_members(actor=actor, network=network, joining=[joining], on=said.joined_on)
    if not added:
        raise NetworkRefusal("member_already", _("This body is a member already. Open it in the list of members."))
    made = NetworkMember.objects.filter(network=network, joined_on=said.joined_on).latest("pk")
    made.left_on, made.agreement_id, made.note = said.left_on, said.agreement_id, said.note
    made.save()
    return made


@transaction.atomic
def edit_member(*, actor: Actor, member: NetworkMember, said: Membership, version: int) -> NetworkMember:
    """Contact, days, agreement and note; `version` is that of the page."""
    network = lock_open(actor, member.network_id)
    locked = NetworkMember.objects.select_for_update().get(pk=member.pk, municipality_id=actor.tenant)
    check_version(version, locked.version)
    _check(actor, said)
    if said.joined_on < network.founded_on:
        raise NetworkRefusal("joined_before_founding", _("Nobody joins before the network was founded."))
    _refuse_twice(locked, said)
    locked.joined_on, locked.left_on = said.joined_on, said.left_on
    locked.agreement_id, locked.note = said.agreement_id, said.note
    for name, value in vars(said.contact).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    return locked


def _check(actor: Actor, said: Membership) -> None:
    if said.left_on is not None and said.left_on < said.joined_on:
        raise NetworkRefusal("left_before_joining", _("Nobody leaves before joining. Look at the two days again."))
    if said.agreement_id and not Agreement.objects.filter(pk=said.agreement_id, municipality_id=actor.tenant).exists():
        raise NetworkRefusal("foreign_agreement", _("Choose an agreement of this municipality."))


def _refuse_twice(member: NetworkMember, said: Membership) -> None:
    """A body is in a network once at a time."""
    same = NetworkMember.objects.filter(network_id=member.network_id, organization_id=member.organization_id)
    later = Q(left_on=None) | Q(left_on__gte=said.joined_on)
    before = Q(joined_on__lte=said.left_on) if said.left_on else Q()
    if same.exclude(pk=member.pk).filter(later & before).exists():
        raise NetworkRefusal("member_twice", _("This body has another membership in these days. Look at the two days."))


def not_yet_members(actor: Actor, network: Network, on: date) -> list[Organization]:
    """Utilities that serve the municipality and are not in the network on the day or later."""
    inside = NetworkMember.objects.filter(Q(left_on=None) | Q(left_on__gte=on), network=network)
    return list(serving_utilities(actor).exclude(pk__in=inside.values("organization")))
