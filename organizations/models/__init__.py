"""The app's models by subject."""

from organizations.models.area import ContactDesk, DeskHours, ServiceArea
from organizations.models.drafts import FormDraft
from organizations.models.organization import (
    Municipality,
    Office,
    Organization,
    OrganizationKind,
    SupportAgency,
    Utility,
    UtilityKind,
)
from organizations.models.people import Invitation, RoleAssignment, RoleKind, User
from organizations.models.session import DoorSession

__all__ = [
    "ContactDesk",
    "DeskHours",
    "DoorSession",
    "FormDraft",
    "Invitation",
    "Municipality",
    "Office",
    "Organization",
    "OrganizationKind",
    "RoleAssignment",
    "RoleKind",
    "ServiceArea",
    "SupportAgency",
    "User",
    "Utility",
    "UtilityKind",
]
