"""Leaflets to print, at both doors. They hold nobody's data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from documents.errors import IndiscreetWording, PaperTooLong, PdfUnavailable, UnknownLanguage
from documents.leaflet import leaflet_pdf as draw
from documents.leaflets import NoDesk, access_agency, agencies_for, content_of, languages
from organizations.actors import actor_of
from organizations.permissions import Permission, permission


@permission(Permission.LEAFLET_PRINT)
@require_GET
def leaflet_list(request: HttpRequest) -> HttpResponse:
    """Agencies and languages."""
    context = {"agencies": agencies_for(actor_of(request)), "languages": languages()}
    return render(request, "documents/pages/leaflet_list.html", context)


@permission(Permission.LEAFLET_PRINT)
@require_GET
def leaflet_pdf(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Two sides of A4 to be handed out."""
    agency = access_agency(actor_of(request), code)
    try:
        paper = draw(content_of(agency, language=language), language=language)
    except UnknownLanguage as unknown:
        raise Http404(str(unknown)) from unknown
    except PdfUnavailable as trouble:
        return _unavailable(request, trouble, 503)
    except (NoDesk, IndiscreetWording, PaperTooLong) as trouble:
        return _unavailable(request, trouble, 409)
    named = content_disposition_header(False, f"{agency.name} {language}.pdf")
    return HttpResponse(paper, content_type="application/pdf", headers={"Content-Disposition": named or "inline"})


def _unavailable(request: HttpRequest, trouble: Exception, status: int) -> HttpResponse:
    return render(request, "documents/pages/unavailable.html", {"sentence": str(trouble)}, status=status)
