"""Agreements at the agency's door. They name no household, so nothing is written to the access log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from agreements import pdf
from agreements.access import access_agreement, agreements_of
from agreements.rules import standing
from documents.errors import PdfUnavailable
from organizations.actors import actor_of
from organizations.permissions import Permission, permission


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement_list(request: HttpRequest) -> HttpResponse:
    """The municipality's agreements, and where each stands today."""
    today = timezone.localdate()
    rows = [(agreement, standing(agreement, today)) for agreement in agreements_of(actor_of(request))]
    return render(request, "agreements/list.html", {"rows": rows})


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    """One agreement: parties, term, articles."""
    found = access_agreement(actor_of(request), number)
    context = {"agreement": found, "standing": standing(found, timezone.localdate())}
    return render(request, "agreements/agreement.html", context)


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The paper for signature, or as it was signed."""
    found = access_agreement(actor_of(request), number)
    try:
        paper = pdf.agreement_pdf(found)
    except PdfUnavailable as trouble:
        return render(request, "documents/pages/unavailable.html", {"sentence": str(trouble)}, status=503)
    named = content_disposition_header(False, f"{found.number} {found.title}.pdf")
    return HttpResponse(paper, content_type="application/pdf", headers={"Content-Disposition": named or "inline"})
