"""A network is founded, changed, and ended with its members."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from agreements.models import Conference, Network, NetworkKind, NetworkMember
from agreements.networks.errors import NetworkRefusal, check_version
from organizations.actors import Actor
from organizations.models import SupportAgency


@dataclass(frozen=True)
class Body:
    """What is said of a network."""

    kind: NetworkKind
    name: str
    purpose: str
    founded_on: date
    secretariat_id: int


def lock_open(actor: Actor, pk: int) -> Network:
    """The network's row, locked; NetworkRefusal once it has ended."""
    locked = Network.objects.select_for_update().get(pk=pk, municipality_id=actor.tenant)
    if locked.ended_on is not None:
        raise NetworkRefusal("network_ended", _("This network has ended. Nothing can be added or changed any more."))
    return locked


@transaction.atomic
def found_network(*, actor: Actor, wanted: Body) -> Network:
    """A new one; its name is taken once in a municipality."""
    _check(actor, wanted, None)
    return Network.objects.create(municipality_id=actor.tenant, **vars(wanted))


@transaction.atomic
def edit_network(*, actor: Actor, network: Network, wanted: Body, version: int) -> Network:
    """`version` is that of the page; a later state is not overwritten."""
    locked = lock_open(actor, network.pk)
    check_version(version, locked.version)
    _check(actor, wanted, locked.pk)
    first = NetworkMember.objects.filter(network=locked).order_by("joined_on").first()
    if first is not None and wanted.founded_on > first.joined_on:
        raise NetworkRefusal("founded_after_members", _("Members joined before this day. Write an earlier one."))
    for name, value in vars(wanted).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    return locked


def _check(actor: Actor, wanted: Body, pk: int | None) -> None:
    if not SupportAgency.objects.filter(pk=wanted.secretariat_id, municipality_id=actor.tenant).exists():
        raise NetworkRefusal("foreign_secretariat", _("Choose an agency of this municipality as the secretariat."))
    same = Network.objects.filter(municipality_id=actor.tenant, name=wanted.name).values_list("pk", flat=True)
    if set(same) - {pk}:
        raise NetworkRefusal("name_taken", _("There is a network of this name already. Choose another name."))


@transaction.atomic
def end_network(*, actor: Actor, network: Network, on: date, version: int) -> Network:
    """At the end of this day, and every membership with it. No conference may be open."""
    locked = lock_open(actor, network.pk)
    check_version(version, locked.version)
    if on < locked.founded_on:
        raise NetworkRefusal("before_founding", _("A network cannot end before it was founded. Look at the day again."))
    waiting = Conference.objects.filter(network=locked, closed_at=None, cancelled_at=None).first()
    if waiting is not None:
        sentence = _("“%(title)s” is still open. Close or cancel it first.") % {"title": waiting.title}
        raise NetworkRefusal("conference_open", sentence)
    running = NetworkMember.objects.filter(Q(left_on=None) | Q(left_on__gt=on), network=locked)
    # Who would have joined later leaves on the day of joining.
    running.update(left_on=Greatest(Value(on), F("joined_on")), version=F("version") + 1)
    locked.ended_on = on
    locked.version += 1
    locked.save()
    return locked
