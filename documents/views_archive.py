"""Issued papers at the agency's door: found again, and printed again as they were."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from documents.access_archive import access_document, archive_page
from documents.archive import bytes_of
from documents.forms_archive import ArchiveForm
from documents.models import IssuedDocument
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@permission(Permission.ARCHIVE_READ)
@require_GET
def archive_list(request: HttpRequest) -> HttpResponse:
    """Every issued paper, the latest first. A number names no household, and the paper itself is not shown."""
    form = ArchiveForm(request.GET or None)
    page = archive_page(actor_of(request), form.wanted(), request.GET.get("after", ""))
    context = {"form": form, "rows": page.rows, "next_url": form.next_url(page.following), "narrowed": form.is_narrowed}
    return render(request, "documents/pages/archive_list.html", context)


@permission(Permission.ARCHIVE_READ)
@require_GET
def archive_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One paper: when, by whom, on which provisions, what it replaced and what replaced it."""
    actor = actor_of(request)
    document = access_document(actor, pk)
    _write_down(actor, document, AccessKind.VIEW)
    return render(request, "documents/pages/archive_document.html", {"document": document})


@permission(Permission.ARCHIVE_READ)
@require_GET
def archive_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper byte for byte."""
    actor = actor_of(request)
    document = access_document(actor, pk)
    _write_down(actor, document, AccessKind.EXPORT)
    name = f"{document.number} {document.title}".replace("/", "-")
    headers = {"Content-Disposition": content_disposition_header(False, f"{name}.pdf") or "inline"}
    return HttpResponse(bytes_of(document), content_type="application/pdf", headers=headers)


def _write_down(actor: Actor, document: IssuedDocument, kind: AccessKind) -> None:
    if document.is_personal:
        record_access(
            actor=actor, kind=kind, subject="documents.issueddocument", ids=[document.pk], purpose="issued paper"
        )
