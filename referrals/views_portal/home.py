"""The portal's first page, and the desks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from referrals.access import desks_for, lines, own_reports, unfinished_reports

RECENT = 5
DESKS = 3


@permission(Permission.REPORT_READ)
@require_GET
def portal_home(request: HttpRequest) -> HttpResponse:
    """Three large ways; below, the reports of late and the desks of the area."""
    actor = actor_of(request)
    recent = list(own_reports(actor).order_by("-submitted_at", "id")[:RECENT])
    ids = [referral.pk for referral in recent]
    record_access(actor=actor, kind=AccessKind.LIST, subject="referrals.referral", ids=ids, purpose="portal home")
    desks = desks_for(actor)
    context = {
        "lines": lines(recent),
        "desks": desks[:DESKS],
        "more_desks": len(desks) > DESKS,
        "unfinished": unfinished_reports(actor),
    }
    return render(request, "referrals/portal/home.html", context)


@permission(Permission.DESKS_READ)
@require_GET
def desk_list(request: HttpRequest) -> HttpResponse:
    """All desks of the municipalities that the utility's offices serve."""
    return render(request, "referrals/portal/desk_list.html", {"desks": desks_for(actor_of(request))})
