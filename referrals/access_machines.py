"""The only doors by which pages and the interface get at utilities' own systems and what they are allowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.idp.oidc.models import Token
from django.db.models import Max, Q, QuerySet
from django.http import Http404

from organizations.actors import Actor
from organizations.models import Municipality
from referrals.models import MachineAllowance, MachineClient
from referrals.networks import common, contain, outside, shown


@dataclass(frozen=True)
class Allowed:
    """What one municipality allows a system now; `allowance` is None where it allows nothing."""

    machine: MachineClient
    municipality: Municipality
    allowance: MachineAllowance | None

    @property
    def networks(self) -> list[str]:
        """Those that count: allowed here, and still stated by the utility."""
        return common(self.allowance.networks, self.machine.asked_networks) if self.allowance else []

    @property
    def addresses(self) -> list[str]:
        """The same, as people write them."""
        return [shown(network) for network in self.networks]

    @property
    def missing(self) -> list[str]:
        """Stated by the utility, and not allowed here."""
        return outside(self.machine.asked_networks, self.networks)

    @property
    def state(self) -> str:
        """In a word: ended, waiting, partly, allowed."""
        if self.machine.ended_at is not None:
            return "ended"
        if not self.networks:
            return "waiting"
        return "partly" if self.missing else "allowed"


@dataclass(frozen=True)
class MachineLine:
    """A system and what is allowed to it now: at the portal by all municipalities, at the agency by one's own."""

    machine: MachineClient
    allowances: list[MachineAllowance]

    @property
    def to_be_allowed(self) -> bool:
        """Whether somebody still has to allow it."""
        return self.machine.ended_at is None and not self.allowances

    @property
    def addresses(self) -> list[str]:
        """From where it sends, as people write it."""
        return [shown(network) for network in self.machine.asked_networks]

    def allowed_by(self, municipality: Municipality) -> Allowed:
        """What this municipality allows it."""
        mine = (row for row in self.allowances if row.municipality_id == municipality.pk)
        return Allowed(self.machine, municipality, next(mine, None))


def machines_of(actor: Actor) -> list[MachineLine]:
    """The systems of the actor's utility: those that run first, the newest first."""
    rows = MachineClient.objects.filter(utility_id=actor.organization_id).select_related("office")
    return _lines(rows.order_by("-ended_at", "-created_at"), MachineAllowance.objects.all())


def access_machine(actor: Actor, pk: UUID) -> MachineLine:
    """One system of the actor's utility; missing and foreign are the same 404."""
    rows = MachineClient.objects.filter(pk=pk, utility_id=actor.organization_id).select_related("office", "created_by")
    return _only(_lines(rows, MachineAllowance.objects.all()))


def municipalities_served(actor: Actor) -> list[Municipality]:
    """Those that the utility's offices serve: whom to ask for an allowance."""
    rows = Municipality.objects.filter(utility_offices__utility_id=actor.organization_id)
    return list(rows.order_by("code").distinct())


def own_municipality(actor: Actor) -> Municipality:
    """The municipality for which the actor decides."""
    return Municipality.objects.get(pk=actor.tenant)


def last_sign_in(machine: MachineClient) -> datetime | None:
    """When it last fetched a token, as far as is still known."""
    found: datetime | None = Token.objects.filter(client_id=machine.client_id).aggregate(at=Max("created_at"))["at"]
    return found


def machines_here(actor: Actor) -> list[MachineLine]:
    """The systems of utilities that serve the municipality, with what it allows them; those that wait first."""
    lines = _lines(_serving(actor).order_by("utility__name", "created_at"), _allowed_here(actor))
    return sorted(lines, key=lambda line: not line.to_be_allowed)


def access_machine_here(actor: Actor, pk: UUID) -> MachineLine:
    """One of them; 404 otherwise."""
    return _only(_lines(_serving(actor).filter(pk=pk), _allowed_here(actor)))


def _serving(actor: Actor) -> QuerySet[MachineClient]:
    allowed = _allowed_here(actor).filter(ended_at__isnull=True).values("machine")
    here = Q(utility__offices__municipalities=actor.tenant, ended_at__isnull=True) | Q(pk__in=allowed)
    return MachineClient.objects.filter(here).select_related("utility", "office").distinct()


def _allowed_here(actor: Actor) -> QuerySet[MachineAllowance]:
    return MachineAllowance.objects.filter(municipality_id=actor.tenant)


def _lines(machines: Iterable[MachineClient], allowances: QuerySet[MachineAllowance]) -> list[MachineLine]:
    """Two queries, however many systems there are."""
    found = list(machines)
    rows = allowances.filter(machine__in=found, ended_at__isnull=True).select_related("municipality", "allowed_by")
    in_force = list(rows.order_by("municipality__code"))
    return [MachineLine(machine, [row for row in in_force if row.machine_id == machine.pk]) for machine in found]


def _only(lines: list[MachineLine]) -> MachineLine:
    if not lines:
        raise Http404
    return lines[0]


def may_send_from(machine: MachineClient, address: str, municipality_id: int | None = None) -> bool:
    """Whether the utility states the address and a municipality, this one if given, allows it now."""
    rows = MachineAllowance.objects.filter(machine=machine, ended_at__isnull=True)
    if municipality_id is not None:
        rows = rows.filter(municipality_id=municipality_id)
    allowed = [network for networks in rows.values_list("networks", flat=True) for network in networks]
    return contain(machine.asked_networks, address) and contain(allowed, address)
