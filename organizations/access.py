"""The only doors by which a view gets at people and invitations."""

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from organizations.actions import digest_of, managed_by
from organizations.actors import Actor
from organizations.models import Invitation, RoleAssignment, RoleKind
from organizations.models.people import PORTAL_ROLES
from organizations.scope import Scope, narrow


def access_role(actor: Actor, role_id: int) -> RoleAssignment:
    """A role that the actor manages."""
    role = RoleAssignment.objects.filter(pk=role_id, **managed_by(actor)).first()
    if role is None:
        raise Http404
    return role


def colleagues(actor: Actor) -> list[RoleAssignment]:
    """The roles in force that the actor manages."""
    roles = RoleAssignment.objects.in_force(timezone.localdate()).filter(**managed_by(actor))
    roles = roles.exclude(role=RoleKind.UTILITY_MACHINE)  # no people; they have a page of their own
    return list(roles.select_related("user", "organization").order_by("role", "user__name", "pk"))


def open_invitations(actor: Actor) -> list[Invitation]:
    """Invitations of the actor's organisation that nobody has accepted yet."""
    rows = Invitation.objects.filter(
        organization_id=actor.organization_id, accepted_at__isnull=True, expires_at__gt=timezone.now()
    )
    return list(rows.order_by("expires_at", "pk"))


def access_invitation(token: str) -> Invitation:
    """The invitation whose letter says this; used, expired, unknown and of the other door are the same: 404."""
    digest = digest_of(token)
    narrow(Scope(invitation=digest))
    invitation = Invitation.objects.select_related("organization").filter(digest=digest).first()
    if invitation is None or not invitation.is_open() or not _served_here(invitation):
        raise Http404
    return invitation


def _served_here(invitation: Invitation) -> bool:
    return (invitation.role in PORTAL_ROLES) == (settings.DOOR == "portal")
