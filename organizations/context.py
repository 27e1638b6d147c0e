"""What every page's frame shows: who somebody is here, where they can go."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from organizations.permissions import Permission

#: (label, URL name, permission) in the order of the navigation.
AGENCY_NAVIGATION: tuple[tuple[str | Promise, str, Permission], ...] = (
    (_("Today"), "today", Permission.TODAY_READ),
    (_("New reports"), "triage_list", Permission.REFERRAL_TRIAGE),
    (_("Enter a report"), "intake", Permission.INTAKE_WRITE),
    (_("Cases"), "case_list", Permission.CASE_READ),
    (_("Agreements"), "agreement_list", Permission.AGREEMENT_READ),
    (_("Networks"), "network_list", Permission.NETWORK_READ),
    (_("Support meeting"), "meeting_list", Permission.MEETING_READ),
    (_("Leaflets"), "leaflet_list", Permission.LEAFLET_PRINT),
    (_("Figures"), "figures_year", Permission.FIGURES_READ),
    (_("Issued papers"), "archive_list", Permission.ARCHIVE_READ),
    (_("Disclosures"), "disclosure_list", Permission.DISCLOSURE_READ),
    (_("Access log"), "access_list", Permission.AUDIT_READ),
    (_("Mail"), "outbox_list", Permission.OUTBOX_READ),
    (_("People"), "people", Permission.PEOPLE_MANAGE),
    (_("Connected systems"), "machine_list", Permission.MACHINE_ALLOW),
    (_("Settings"), "thresholds", Permission.SETTINGS_WRITE),
)
PORTAL_NAVIGATION: tuple[tuple[str | Promise, str, Permission], ...] = (
    (_("Home"), "portal_home", Permission.REPORT_READ),
    (_("Report a household"), "report", Permission.REPORT_CREATE),
    (_("Lists"), "import_list", Permission.REPORT_IMPORT),
    (_("Our reports"), "report_list", Permission.REPORT_READ),
    (_("Requests for co-operation"), "asked", Permission.REQUEST_ANSWER),
    (_("Agreements"), "party_copies", Permission.AGREEMENT_REVIEW),
    (_("Leaflet handed out"), "guidance", Permission.GUIDANCE_RECORD),
    (_("Contact desks"), "desk_list", Permission.DESKS_READ),
    (_("Leaflets"), "leaflet_list", Permission.LEAFLET_PRINT),
    (_("Colleagues"), "people", Permission.PEOPLE_MANAGE),
    (_("Connected systems"), "machine_list", Permission.MACHINE_MANAGE),
    (_("Your meetings"), "room", Permission.MEMBER_ROOM),
)

#: Where pages of a way lie that are not below its own address.
_ELSEWHERE = {"meeting_list": ("/agenda/", "/sessions/"), "network_list": ("/conferences/", "/costs/")}


@dataclass(frozen=True)
class Shell:
    """The frame; see templates/base.html. Every value is there before the transaction ends."""

    door: str
    product: str | Promise
    demo: bool
    role: Actor | None
    other_roles: list[dict[str, Any]]
    navigation: list[dict[str, Any]]
    user_name: str
    switch_url: str
    logout_url: str
    account_url: str
    notices_url: str
    unread_notices: int
    session_seconds: int
    keepalive_url: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy: an error page that shows no frame asks for nothing."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> Shell:
    actor: Actor | None = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    agency = settings.DOOR != "portal"
    door = "agency" if agency else "portal"
    return Shell(
        door=door if signed_in else "public" if not agency else door,
        product=_("Tsunagi"),
        demo=settings.DEMO,
        role=actor,
        other_roles=_other_roles(request, actor),
        navigation=navigation(actor, request.path, AGENCY_NAVIGATION if agency else PORTAL_NAVIGATION),
        user_name=user.name if signed_in and user else "",
        switch_url=reverse("switch_role"),
        logout_url=reverse("account_logout") if signed_in else "",
        account_url=reverse("account_home") if signed_in else "",
        notices_url=_address("notice_list") if agency and actor and actor.may(Permission.CASE_READ) else "",
        unread_notices=_unread(actor) if agency and not getattr(request, "undo", False) else 0,
        session_seconds=int(settings.SESSION_IDLE.total_seconds()) if signed_in else 0,
        keepalive_url=reverse("session_keepalive") if signed_in else "",
    )


def _other_roles(request: HttpRequest, actor: Actor | None) -> list[dict[str, Any]]:
    roles = getattr(request, "roles", [])
    return [
        {"id": role.pk, "role_label": role.get_role_display(), "organization_name": role.organization.name}
        for role in roles
        if actor and role.pk != actor.role_id
    ]


def navigation(
    actor: Actor | None, path: str, entries: tuple[tuple[str | Promise, str, Permission], ...]
) -> list[dict[str, Any]]:
    """The ways that this role has from here."""
    if actor is None:
        return []
    ways = [(label, name, _address(name)) for label, name, needed in entries if actor.may(needed)]
    return [
        {"label": label, "url": url, "current": path.startswith((url, *_ELSEWHERE.get(name, ())))}
        for label, name, url in ways
        if url
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


#: Set by the app of notices, which stands above this one: how many are unread for an actor.
unread_counter: Any = None


def _unread(actor: Actor | None) -> int:
    if actor is None or unread_counter is None or not actor.may(Permission.CASE_READ):
        return 0
    return int(unread_counter(actor))
