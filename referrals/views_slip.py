"""The report slip to print, at both doors. It holds nobody's data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from documents.errors import PaperTooLong, PdfUnavailable
from documents.leaflets import access_agency
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from referrals.slip import file_name, slip_bytes


@permission(Permission.LEAFLET_PRINT)
@require_GET
def report_slip(request: HttpRequest, code: str) -> HttpResponse:
    """One page of A4 with blanks, to be filled in by hand and sent by FAX to this agency."""
    agency = access_agency(actor_of(request), code)
    headers = {"Content-Disposition": content_disposition_header(False, file_name(agency)) or "inline"}
    try:
        return HttpResponse(slip_bytes(agency), content_type="application/pdf", headers=headers)
    except (PaperTooLong, PdfUnavailable) as trouble:
        status = 503 if isinstance(trouble, PdfUnavailable) else 409
        return render(request, "documents/pages/unavailable.html", {"sentence": str(trouble)}, status=status)
