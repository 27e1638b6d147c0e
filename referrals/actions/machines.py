"""The only writer of utilities' own systems, their secrets, and the addresses that municipalities allow them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from organizations.models import Office, RoleAssignment, RoleKind, User
from referrals.errors import ReferralRefusal
from referrals.models import MachineAllowance, MachineClient
from referrals.networks import outside

WRITE, READ = "reports:write", "reports:read"
SCOPES = [WRITE, READ]


@dataclass(frozen=True)
class Made:
    """A system and the secret that is shown this once; empty where it was shown before. Only its digest is kept."""

    machine: MachineClient
    secret: str = field(repr=False)


@transaction.atomic
def make_machine(*, actor: Actor, submission: UUID, name: str, office_id: int, networks: Sequence[str]) -> Made:
    """A system of the actor's utility, bound to one office. It reports nowhere until a municipality allows it.

    The same form sent again gives the same system, without a secret. ReferralRefusal for another company's office.
    """
    if known := MachineClient.objects.filter(pk=submission, utility_id=actor.organization_id).first():
        return Made(known, "")
    office = Office.objects.filter(pk=office_id, utility_id=actor.organization_id).first()
    if office is None:
        raise ReferralRefusal("not_your_office", _("Choose an office of your own company."))
    client_id = secrets.token_hex(16)
    secret = _new_client(client_id, name)
    machine = MachineClient.objects.create(
        id=submission,
        client_id=client_id,
        utility_id=actor.organization_id,
        office=office,
        role=_role(actor, client_id, name),
        name=name,
        asked_networks=list(networks),
        created_by_id=actor.user_id,
    )
    return Made(machine, secret)


def _new_client(client_id: str, name: str) -> str:
    client = Client(id=client_id, name=name, type=Client.Type.CONFIDENTIAL, redirect_uris="", response_types="")
    client.set_grant_types([Client.GrantType.CLIENT_CREDENTIALS])
    client.set_scopes(SCOPES)
    client.set_default_scopes(SCOPES)
    secret = secrets.token_urlsafe(32)
    client.set_secret(secret)
    client.save(force_insert=True)
    return secret


def _role(actor: Actor, client_id: str, name: str) -> RoleAssignment:
    """The system acts in its own name. Nobody can sign in as it: no password, no mailbox, not active."""
    nobody = User.objects.create_user(f"{client_id}@machine.invalid", name, None, is_active=False)
    return RoleAssignment.objects.create(
        user=nobody, organization_id=actor.organization_id, role=RoleKind.UTILITY_MACHINE
    )


@transaction.atomic
def renew_secret(*, actor: Actor, machine: MachineClient) -> Made:
    """A new secret; the old one and all tokens that it opened end at once."""
    locked = _running(actor, machine)
    client = Client.objects.get(pk=locked.client_id)
    secret = secrets.token_urlsafe(32)
    client.set_secret(secret)
    client.save(update_fields=["secret"])
    Token.objects.filter(client=client).delete()
    return Made(locked, secret)


@transaction.atomic
def state_addresses(*, actor: Actor, machine: MachineClient, networks: Sequence[str]) -> MachineClient:
    """From where the system sends. What is no longer named here no longer counts as allowed anywhere."""
    locked = _running(actor, machine)
    locked.asked_networks = list(networks)
    locked.save(update_fields=["asked_networks"])
    return locked


@transaction.atomic
def end_machine(*, actor: Actor, machine: MachineClient) -> MachineClient:
    """The system reports no more, at once and for good. What it has sent stays. Ending it again does nothing."""
    locked = _locked(actor, machine)
    if locked.ended_at is not None:
        return locked
    Client.objects.filter(pk=locked.client_id).delete()  # its tokens go with it
    _end(locked.role_id)
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    return locked


def _end(role_id: int) -> None:
    role = RoleAssignment.objects.select_for_update().get(pk=role_id)
    role.ends_on = timezone.localdate() - timedelta(days=1)
    role.starts_on = min(role.starts_on, timezone.localdate())
    role.save(update_fields=["ends_on", "starts_on"])


def _locked(actor: Actor, machine: MachineClient) -> MachineClient:
    return MachineClient.objects.select_for_update().get(pk=machine.pk, utility_id=actor.organization_id)


def _running(actor: Actor, machine: MachineClient) -> MachineClient:
    locked = _locked(actor, machine)
    if locked.ended_at is not None:
        raise _ended()
    return locked


def _ended() -> ReferralRefusal:
    return ReferralRefusal("machine_ended", _("This system was ended. Register it anew if it is needed."))


@transaction.atomic
def allow_machine(*, actor: Actor, machine: MachineClient, networks: Sequence[str]) -> MachineAllowance:
    """The municipality lets the system report from these addresses; what it allowed before ends.

    ReferralRefusal where the utility itself has not stated them: a slip of the pen would let a stranger in.
    """
    if machine.ended_at is not None:
        raise _ended()
    if not networks or outside(networks, machine.asked_networks):
        raise ReferralRefusal(
            "not_stated", _("Allow only addresses that the utility has stated. If another is needed, ask it to add it.")
        )
    for old in _in_force(actor, machine):
        _end_allowance(old)
    return MachineAllowance.objects.create(
        machine=machine,
        utility_id=machine.utility_id,
        municipality_id=actor.tenant,
        networks=list(networks),
        allowed_by_id=actor.user_id,
    )


@transaction.atomic
def end_allowance(*, actor: Actor, machine: MachineClient) -> None:
    """From the next request on the system reports nothing more to this municipality."""
    for allowance in _in_force(actor, machine):
        _end_allowance(allowance)


def _in_force(actor: Actor, machine: MachineClient) -> list[MachineAllowance]:
    rows = MachineAllowance.objects.filter(machine=machine, municipality_id=actor.tenant, ended_at__isnull=True)
    return list(rows.select_for_update())


def _end_allowance(allowance: MachineAllowance) -> None:
    allowance.ended_at = timezone.now()
    allowance.save(update_fields=["ended_at"])
