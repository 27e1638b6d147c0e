"""The report slip to print, at both doors. It holds nobody's data."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from documents.answering import pdf
from documents.leaflets import access_agency
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from referrals.slip import file_name, slip_bytes


@permission(Permission.LEAFLET_PRINT)
@require_GET
def report_slip(request: HttpRequest, code: str) -> HttpResponse:
    """One page of A4 with blanks, to be filled in by hand and sent by FAX to this agency."""
    agency = access_agency(actor_of(request), code)
    return pdf(request, file_name(agency), lambda: slip_bytes(agency))
