"""Leaflets to print, at both doors. They hold nobody's data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from documents.access_leaflets import offices_for
from documents.errors import IndiscreetWording, MissingGlyph, PaperTooLong, PdfUnavailable, UnknownLanguage
from documents.leaflet import SIZES
from documents.leaflet_channels import channel_of_office
from documents.leaflets import NoDesk, access_agency, agencies_for, draw, languages
from documents.models import PaperSize
from organizations.actors import Actor, actor_of
from organizations.models import Office, SupportAgency
from organizations.permissions import Permission, permission


@permission(Permission.LEAFLET_PRINT)
@require_GET
def leaflet_list(request: HttpRequest) -> HttpResponse:
    """Agencies, languages and sizes; a company's people say for which of their offices."""
    actor = actor_of(request)
    offices = Office.objects.filter(utility_id=actor.organization_id).order_by("name", "pk") if actor.is_utility else []
    context = {
        "agencies": agencies_for(actor),
        "languages": languages(),
        "sizes": [*PaperSize.choices, ("cards", _("ten cards on A4, to be cut"))],
        "offices": offices,
        "may_edit": actor.may(Permission.LEAFLET_EDIT),
    }
    return render(request, "documents/pages/leaflet_list.html", context)


@permission(Permission.LEAFLET_PRINT)
@require_GET
def leaflet_pdf(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """To be handed out: `?size=` of SIZES, `?office=` of the company that hands it out."""
    actor = actor_of(request)
    agency, size = access_agency(actor, code), request.GET.get("size", "a4")
    if size not in SIZES:
        raise Http404
    try:
        paper = draw(agency, language=language, size=size, code=_channel(request, actor, agency))
    except UnknownLanguage as unknown:
        raise Http404(str(unknown)) from unknown
    except PdfUnavailable as trouble:
        return unavailable(request, str(trouble), 503)
    except (NoDesk, IndiscreetWording, MissingGlyph, PaperTooLong) as trouble:
        return unavailable(request, str(trouble), 409)
    return pdf_answer(paper, f"{agency.name} {language}.pdf")


def _channel(request: HttpRequest, actor: Actor, agency: SupportAgency) -> str:
    """The code of the office that is named, made now if it has none; empty for the agency's own."""
    wanted = request.GET.get("office", "")
    if not wanted:
        return ""
    office = offices_for(agency).get(int(wanted)) if wanted.isascii() and wanted.isdigit() else None
    if office is None or (actor.is_utility and office.utility_id != actor.organization_id):
        raise Http404
    return channel_of_office(agency, office).code


def pdf_answer(paper: bytes, name: str) -> HttpResponse:
    """To be looked at in the browser."""
    named = content_disposition_header(False, name)
    return HttpResponse(paper, content_type="application/pdf", headers={"Content-Disposition": named or "inline"})


def unavailable(request: HttpRequest, sentence: str | Promise, status: int) -> HttpResponse:
    """Why there is no paper now."""
    return render(request, "documents/pages/unavailable.html", {"sentence": sentence}, status=status)
