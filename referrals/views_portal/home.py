"""The portal's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from organizations.portal_panels import portal_panels
from referrals.access import desks_for, lines, own_reports, unfinished_reports
from referrals.access_afterwards import waiting_for_answer
from referrals.reply_words import details_of

RECENT = 5
DESKS = 3


@permission(Permission.REPORT_READ)
@require_GET
def portal_home(request: HttpRequest) -> HttpResponse:
    """Three large ways; below, what waits for an answer, the reports of late and the desks of the area."""
    actor = actor_of(request)
    asked = waiting_for_answer(actor)
    recent = list(own_reports(actor).order_by("-submitted_at", "id")[:RECENT])
    ids = dict.fromkeys([*(one.referral.pk for one in asked), *(referral.pk for referral in recent)])
    record_access(actor=actor, kind=AccessKind.LIST, subject="referrals.referral", ids=ids, purpose="portal home")
    context = {
        "asked": [(one, details_of(one.reply)) for one in asked],
        "lines": lines(recent),
        "desks": desks_for(actor)[:DESKS],
        "unfinished": unfinished_reports(actor),
        "panels": portal_panels(actor),
    }
    return render(request, "referrals/portal/home.html", context)
