"""The contact desks of the service area, on screen and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from documents.answering import pdf
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from referrals.access import desks_for
from referrals.desk_list import desk_list_bytes


@permission(Permission.DESKS_READ)
@require_GET
def desk_list(request: HttpRequest) -> HttpResponse:
    """All desks of the municipalities that the utility's offices serve."""
    return render(request, "referrals/portal/desk_list.html", {"desks": desks_for(actor_of(request))})


@permission(Permission.DESKS_READ)
@require_GET
def desk_list_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper, with the day of issue."""
    return pdf(request, "desks.pdf", lambda: desk_list_bytes(actor_of(request)))
