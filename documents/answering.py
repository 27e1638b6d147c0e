"""How a view answers with a PDF, or says why there is none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from documents.archive import Paper, bytes_of, issue
from documents.errors import PaperTooLong, PdfUnavailable
from organizations.actors import actor_of


def pdf(request: HttpRequest, name: str, draw: Callable[[], bytes], *, download: bool = False) -> HttpResponse:
    """The paper, to be looked at or kept, or a page that says why there is none."""
    try:
        paper = draw()
    except PdfUnavailable as trouble:
        return render(request, "documents/pages/unavailable.html", {"sentence": str(trouble)}, status=503)
    except PaperTooLong as trouble:
        return render(request, "documents/pages/unavailable.html", {"sentence": str(trouble)}, status=409)
    headers = {"Content-Disposition": content_disposition_header(download, name) or "inline"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def issued(request: HttpRequest, name: str, paper: Paper) -> HttpResponse:
    """The paper as it is kept from its first printing on."""
    return pdf(request, name, lambda: bytes_of(issue(actor=actor_of(request), paper=paper)))
