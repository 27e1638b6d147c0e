"""Papers: the agreement, the change agreement, the notice that it ends. What is signed is issued and kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from agreements import pdf as papers
from agreements.access import access_agreement, access_notice
from agreements.models import Following
from documents.answering import pdf
from documents.archive import bytes_of, issue
from organizations.actors import actor_of
from organizations.permissions import Permission, permission


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The draft with 案 across it, or the agreement as it was signed, byte for byte."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    name = f"{found.number} {found.title}.pdf"
    if found.signed_on is None:
        return pdf(request, name, lambda: papers.draft_pdf(found))
    return pdf(request, name, lambda: bytes_of(issue(actor=actor, paper=papers.agreement_paper(found))))


@permission(Permission.AGREEMENT_READ)
@require_GET
def agreement_change_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """変更協定書 of an amendment."""
    actor = actor_of(request)
    found = access_agreement(actor, number)
    if found.follows_as != Following.AMENDMENT:
        raise Http404
    name = f"{found.number} 変更協定書.pdf"
    if found.signed_on is None:
        return pdf(request, name, lambda: papers.change_draft(found))
    return pdf(request, name, lambda: bytes_of(issue(actor=actor, paper=papers.change_paper(found))))


@permission(Permission.AGREEMENT_READ)
@require_GET
def notice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """解約・満了通知書."""
    actor = actor_of(request)
    notice = access_notice(actor, pk)
    name = f"{notice.agreement.number} 通知書.pdf"
    return pdf(request, name, lambda: bytes_of(issue(actor=actor, paper=papers.end_paper(notice))))
