"""The only writer of invitations, roles and thresholds."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from organizations.errors import OrganizationRefusal
from organizations.models import DoorSession, Invitation, Municipality, RoleAssignment, RoleKind, User
from organizations.models.people import PORTAL_ROLES
from organizations.permissions import MAY_INVITE
from organizations.scope import Scope, narrow

#: Sent with `letter` and `address`; who carries letters (notifications) listens.
invited = Signal()
#: Sent with `role`, within the transaction in which an invited person took the role; apps above may follow.
joined = Signal()


@dataclass(frozen=True)
class Letter:
    """An invitation and the secret that only its letter holds."""

    invitation: Invitation
    token: str

    @property
    def address(self) -> str:
        """Where it is accepted: at the door that serves its role."""
        base = settings.PORTAL_URL if self.invitation.role in PORTAL_ROLES else settings.AGENCY_URL
        return base + reverse("invitation", args=[self.token])


def digest_of(token: str) -> str:
    """What is stored of an invitation's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, actor: Actor, email: str, name: str, role: RoleKind) -> Letter:
    """Invite somebody into the actor's own organisation, with a role that the actor may give."""
    if role not in MAY_INVITE.get(actor.role, ()):
        raise OrganizationRefusal("role_not_yours_to_give", _("Your role cannot give this role."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.lower(),
        name=name,
        organization_id=actor.organization_id,
        municipality_id=actor.municipality_id,
        role=role,
        digest=digest_of(token),
        invited_by_id=actor.user_id,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    letter = Letter(invitation, token)
    invited.send(sender=Invitation, letter=letter)
    return letter


@transaction.atomic
def accept(*, invitation: Invitation, password: str, signed_in: User | None) -> User:
    """Begin the role; a new account only where the address has none.

    Who has an account already must be signed in with it: an invitation is no way to set a password.
    """
    narrow(
        Scope(
            organization=invitation.organization_id,
            municipality=invitation.municipality_id,
            invitation=invitation.digest,
        )
    )
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open():
        raise OrganizationRefusal("invitation_over", _("This invitation was used or has expired. Ask for a new one."))
    person = User.objects.filter(email=locked.email).first()
    if person is None:
        person = User.objects.create_user(locked.email, locked.name, password)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    elif person != signed_in:
        raise OrganizationRefusal(
            "sign_in_first", _("You have an account already. Sign in with it and open the letter's address again.")
        )
    role, _made = RoleAssignment.objects.get_or_create(
        user=person,
        organization_id=locked.organization_id,
        role=locked.role,
        ends_on=None,
        defaults={"municipality_id": locked.municipality_id},
    )
    locked.accepted_at = timezone.now()
    locked.save()
    joined.send(sender=RoleAssignment, role=role)
    return person


def managed_by(actor: Actor) -> dict[str, int]:
    """Whose roles the actor manages: all of a municipality with its agencies, or those of the own company."""
    return {"municipality_id": actor.tenant} if actor.is_agency else {"organization_id": actor.organization_id}


@transaction.atomic
def end_role(*, actor: Actor, role: RoleAssignment) -> RoleAssignment:
    """End somebody's access now: the role ended yesterday, and their sessions at this door are gone."""
    locked = RoleAssignment.objects.select_for_update().get(pk=role.pk, **managed_by(actor))
    if locked.role not in MAY_INVITE.get(actor.role, ()) or locked.user_id == actor.user_id:
        raise OrganizationRefusal("not_yours_to_end", _("You can end the access of colleagues, not this one."))
    locked.ends_on = timezone.localdate() - timedelta(days=1)
    locked.starts_on = min(locked.starts_on, locked.ends_on + timedelta(days=1))
    locked.save()
    _end_sessions(locked.user_id)
    return locked


def _end_sessions(user_id: int) -> None:
    live = DoorSession.objects.filter(expire_date__gt=timezone.now())
    gone = [row.session_key for row in live if row.get_decoded().get("_auth_user_id") == str(user_id)]
    DoorSession.objects.filter(session_key__in=gone).delete()


@dataclass(frozen=True)
class Thresholds:
    """When a municipality's follow-up raises a flag: working days, months, days."""

    stop_warning_days: int
    long_arrears_months: int
    no_contact_days: int


@transaction.atomic
def set_thresholds(*, actor: Actor, wanted: Thresholds) -> Municipality:
    """Change the municipality's own thresholds."""
    locked = Municipality.objects.select_for_update(of=("self",)).get(pk=actor.tenant)
    Municipality.objects.filter(pk=locked.pk).update(
        stop_warning_days=wanted.stop_warning_days,
        long_arrears_months=wanted.long_arrears_months,
        no_contact_days=wanted.no_contact_days,
    )
    locked.refresh_from_db()
    return locked
