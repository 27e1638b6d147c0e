"""Who calls: a token is a system of a utility, which acts in a role of its own. A session is nobody here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.http import HttpRequest
from django.utils import timezone

from organizations.actors import Actor
from organizations.models import RoleAssignment
from organizations.scope import EMPTY, Scope, narrow
from referrals.access_machines import may_send_from
from referrals.api.problems import Problem
from referrals.models import MachineClient


@dataclass(frozen=True)
class Caller:
    """A system that has shown a token: in which role it acts, what the token opens, from where it calls."""

    machine: MachineClient
    role: RoleAssignment
    scopes: frozenset[str]
    address: str

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return Actor.of(self.role)

    def require_allowed_by(self, municipality_id: int) -> None:
        """Problem unless this municipality lets the system call from where it calls."""
        if not may_send_from(self.machine, self.address, municipality_id):
            raise Problem("address_not_allowed")


def client_address(request: HttpRequest) -> str:
    """From where the request came, as our own proxy says; what a client writes into a header counts for nothing."""
    return str(get_adapter().get_client_ip(request))


def caller_of(request: HttpRequest) -> Caller:
    """The system whose token the request shows, in whose scope the database is from here on.

    Problem: 401 for a token that does not hold, or whose system has ended; 403 from an address that no
    municipality has allowed.
    """
    token = Token.objects.lookup(Token.Type.ACCESS_TOKEN, _shown(request))
    machine = token and token.client_id and _running(token.client_id)
    if not machine:
        raise Problem("unauthorized")
    narrow(Scope(organization=machine.utility_id))
    in_force = RoleAssignment.objects.in_force(timezone.localdate()).filter(pk=machine.role_id)
    role = in_force.select_related("user", "organization", "municipality").first()
    if role is None:
        narrow(EMPTY)
        raise Problem("unauthorized")
    narrow(Scope(organization=machine.utility_id, user=role.user_id))
    caller = Caller(machine, role, frozenset(token.get_scopes()), client_address(request))
    if not may_send_from(machine, caller.address):
        raise Problem("address_not_allowed")
    return caller


def _shown(request: HttpRequest) -> str:
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def _running(client_id: str) -> MachineClient | None:
    machine = MachineClient.objects.filter(client_id=client_id, ended_at__isnull=True).first()
    return machine if machine and Client.objects.filter(pk=client_id).exists() else None


def calling(request: HttpRequest) -> Caller:
    """The caller that the middleware found."""
    found: Any = getattr(request, "caller", None)
    if not isinstance(found, Caller):
        raise Problem("unauthorized")
    return found


def opens(scope: str) -> Callable[[HttpRequest], Caller]:
    """Asks whether the token was made for this."""

    def check(request: HttpRequest) -> Caller:
        caller = calling(request)
        if scope not in caller.scopes:
            challenge = f'Bearer realm="tsunagi", error="insufficient_scope", scope="{scope}"'
            raise Problem("insufficient_scope", headers={"WWW-Authenticate": challenge})
        return caller

    return check
