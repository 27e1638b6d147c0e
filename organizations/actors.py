"""Who acts, and in which capacity (rule 22: each act is recorded in the capacity in which it was done)."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organizations.models.people import AGENCY_ROLES, UTILITY_ROLES, RoleAssignment, RoleKind
from organizations.permissions import ROLE_PERMISSIONS, Permission


@dataclass(frozen=True)
class Actor:
    """A person in one role of one organisation. `municipality_id` is None for utilities."""

    user_id: int
    name: str
    role_id: int
    role: RoleKind
    organization_id: int
    organization_name: str
    municipality_id: int | None
    municipality_name: str

    @property
    def role_label(self) -> str:
        """The role for people."""
        return str(self.role.label)

    @property
    def tenant(self) -> int:
        """The municipality in which the actor acts; NoActor for those who belong to none."""
        if self.municipality_id is None:
            raise NoActor(_("This role belongs to no municipality."))
        return self.municipality_id

    @property
    def is_agency(self) -> bool:
        """Serves at the agency's door."""
        return self.role in AGENCY_ROLES

    @property
    def is_utility(self) -> bool:
        """Reports for a utility."""
        return self.role in UTILITY_ROLES

    def may(self, needed: Permission) -> bool:
        """Whether the role has the permission."""
        return needed in (Permission.PUBLIC, Permission.SIGNED_IN) or needed in ROLE_PERMISSIONS[self.role]

    @classmethod
    def of(cls, role: RoleAssignment) -> "Actor":
        """From a row loaded with user, organization and municipality."""
        municipality = role.municipality
        return cls(
            user_id=role.user_id,
            name=role.user.name,
            role_id=role.pk,
            role=RoleKind(role.role),
            organization_id=role.organization_id,
            organization_name=role.organization.name,
            municipality_id=role.municipality_id,
            municipality_name=municipality.name if municipality else "",
        )


class NoActor(PermissionDenied):
    """A page that needs a role was reached without one, or with a role of another kind."""


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware found."""
    actor: Any = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise NoActor(_("This page needs a role."))
    return actor
