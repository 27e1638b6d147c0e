"""What each role may do. A view names one permission; this table says who has it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from organizations.models.people import RoleKind

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """Verbs; the first two need no role."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    # agency
    TODAY_READ = "today.read"
    CASE_READ = "case.read"
    CASE_WRITE = "case.write"
    CASE_ASSIGN = "case.assign"
    REFERRAL_TRIAGE = "referral.triage"
    VISIT_WRITE = "visit.write"
    PROTECTION_REVIEW = "protection.review"
    AGREEMENT_READ = "agreement.read"
    AGREEMENT_MANAGE = "agreement.manage"
    NETWORK_READ = "network.read"
    NETWORK_MANAGE = "network.manage"
    FIGURES_READ = "figures.read"
    ARCHIVE_READ = "archive.read"
    LEAFLET_EDIT = "leaflet.edit"
    CALLBACK_HANDLE = "callback.handle"
    DISCLOSURE_READ = "disclosure.read"
    REFUSALS_READ = "refusals.read"
    AUDIT_READ = "audit.read"
    MEETING_READ = "meeting.read"
    MEETING_MANAGE = "meeting.manage"
    SESSION_PLAN = "session.plan"
    SESSION_CASES = "session.cases"
    OUTBOX_READ = "outbox.read"
    LEAFLET_PRINT = "leaflet.print"
    SETTINGS_WRITE = "settings.write"
    INTAKE_WRITE = "intake.write"
    MACHINE_ALLOW = "machine.allow"
    # portal
    REPORT_CREATE = "report.create"
    REPORT_READ = "report.read"
    AGREEMENT_REVIEW = "agreement.review"
    GUIDANCE_RECORD = "guidance.record"
    DESKS_READ = "desks.read"
    REPORT_IMPORT = "report.import"
    MACHINE_MANAGE = "machine.manage"
    REQUEST_ANSWER = "request.answer"
    MEMBER_ROOM = "member.room"
    # both
    PEOPLE_MANAGE = "people.manage"


_CASEWORK = {
    Permission.TODAY_READ,
    Permission.CASE_READ,
    Permission.CASE_WRITE,
    Permission.REFERRAL_TRIAGE,
    Permission.VISIT_WRITE,
    Permission.DISCLOSURE_READ,
    Permission.AGREEMENT_READ,
    Permission.MEETING_READ,
    Permission.SESSION_PLAN,
    Permission.SESSION_CASES,
    Permission.LEAFLET_PRINT,
    Permission.INTAKE_WRITE,
    Permission.NETWORK_READ,
    Permission.ARCHIVE_READ,
    Permission.CALLBACK_HANDLE,
}
_REPORTING = {
    Permission.REPORT_CREATE,
    Permission.REPORT_IMPORT,
    Permission.REPORT_READ,
    Permission.GUIDANCE_RECORD,
    Permission.DESKS_READ,
    Permission.LEAFLET_PRINT,
    Permission.REQUEST_ANSWER,
}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    RoleKind.CASEWORKER: frozenset(_CASEWORK),
    RoleKind.LEAD_CASEWORKER: frozenset(
        _CASEWORK
        | {
            Permission.CASE_ASSIGN,
            Permission.PROTECTION_REVIEW,
            Permission.REFUSALS_READ,
            Permission.OUTBOX_READ,
            Permission.MEETING_MANAGE,
            Permission.NETWORK_MANAGE,
            Permission.FIGURES_READ,
            Permission.LEAFLET_EDIT,
        }
    ),
    RoleKind.MUNICIPAL_ADMIN: frozenset(
        {
            Permission.AGREEMENT_READ,
            Permission.AGREEMENT_MANAGE,
            Permission.NETWORK_READ,
            Permission.NETWORK_MANAGE,
            Permission.FIGURES_READ,
            Permission.ARCHIVE_READ,
            Permission.LEAFLET_EDIT,
            Permission.MEETING_READ,
            Permission.MEETING_MANAGE,
            Permission.SESSION_PLAN,
            Permission.OUTBOX_READ,
            Permission.LEAFLET_PRINT,
            Permission.SETTINGS_WRITE,
            Permission.PEOPLE_MANAGE,
            Permission.MACHINE_ALLOW,
        }
    ),
    RoleKind.AUDITOR: frozenset(
        {
            Permission.AUDIT_READ,
            Permission.DISCLOSURE_READ,
            Permission.REFUSALS_READ,
            Permission.AGREEMENT_READ,
            Permission.NETWORK_READ,
            Permission.FIGURES_READ,
        }
    ),
    RoleKind.UTILITY_STAFF: frozenset(_REPORTING),
    RoleKind.UTILITY_MANAGER: frozenset(
        _REPORTING | {Permission.PEOPLE_MANAGE, Permission.MACHINE_MANAGE, Permission.AGREEMENT_REVIEW}
    ),
    RoleKind.UTILITY_MACHINE: frozenset({Permission.REPORT_CREATE, Permission.REPORT_READ}),
    RoleKind.MEETING_MEMBER: frozenset({Permission.MEMBER_ROOM}),
}

#: Roles that a holder of PEOPLE_MANAGE may give, each within their own organisation.
MAY_INVITE: dict[str, tuple[RoleKind, ...]] = {
    RoleKind.LEAD_CASEWORKER: (RoleKind.MEETING_MEMBER,),
    RoleKind.MUNICIPAL_ADMIN: (
        RoleKind.CASEWORKER,
        RoleKind.LEAD_CASEWORKER,
        RoleKind.MUNICIPAL_ADMIN,
        RoleKind.AUDITOR,
        RoleKind.MEETING_MEMBER,
    ),
    RoleKind.UTILITY_MANAGER: (RoleKind.UTILITY_STAFF, RoleKind.UTILITY_MANAGER),
}


def permission(needed: Permission) -> Callable[[View], View]:
    """Declare which permission a view needs; `organizations.checks` fails for a view without."""

    def mark(view: View) -> View:
        view.permission = needed  # type: ignore[attr-defined]  # an attribute on a function, read by the middleware
        if needed is Permission.PUBLIC:
            view.login_required = False  # type: ignore[attr-defined]  # Django's LoginRequiredMiddleware reads it
        return view

    return mark
