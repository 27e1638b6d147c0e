"""Papers of a consent: the form to be explained and signed, and the receipt of a withdrawal."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from cases.access import access_case
from cases.subjects import case_numbers
from consent.access import access_consent, same_act
from consent.models import Consent
from consent.papers import blank_form, form_of_case, receipt_of_withdrawal
from consent.sealing import is_sealed
from consent.vocabulary import NOT_BY_THE_PERSON
from documents.errors import PaperTooLong, PdfUnavailable, UnknownLanguage
from documents.leaflets import NoDesk, access_agency, agencies_for
from organizations.actors import Actor, actor_of
from organizations.models import SupportAgency
from organizations.permissions import Permission, permission


@permission(Permission.LEAFLET_PRINT)
@require_GET
def consent_form(request: HttpRequest, code: str, style: str) -> HttpResponse:
    """Blank, two sides of A4, at both doors. It holds nobody's data."""
    actor = actor_of(request)
    agency = access_agency(actor, code)
    name = _("Consent form of %(agency)s.pdf") % {"agency": agency.name}
    return _paper(request, name, lambda: blank_form(actor, agency, style))


@permission(Permission.CASE_READ)
@require_GET
def consent_form_case(request: HttpRequest, number: str, style: str) -> HttpResponse:
    """The same with the name and address of a case's person, and the companies that reported; nothing is ticked."""
    actor = actor_of(request)
    case = access_case(actor, number)
    record_access(actor=actor, kind=AccessKind.PRINT, subject="cases.case", ids=[case.pk], purpose="consent form")
    name = _("Consent form %(number)s.pdf") % {"number": case.number}
    return _paper(request, name, lambda: form_of_case(actor, case, style))


@permission(Permission.CASE_READ)
@require_GET
def consent_receipt(request: HttpRequest, pk: int, style: str) -> HttpResponse:
    """What the person gets who has taken a consent back; a 404 for one that stands, or did not end by the person's word."""
    actor = actor_of(request)
    consent = access_consent(actor, pk)
    if consent.withdrawn_at is None or consent.withdrawn_via in NOT_BY_THE_PERSON:
        raise Http404
    record_access(
        actor=actor, kind=AccessKind.PRINT, subject="consent.consent", ids=[pk], purpose="receipt of a withdrawal"
    )
    rows, agency = same_act(actor, consent), _own_agency(actor)
    name = _("Receipt of a withdrawal %(number)s.pdf") % {"number": pk}
    return _paper(request, name, lambda: receipt_of_withdrawal(agency, rows, _addressee(actor, consent), style))


def _own_agency(actor: Actor) -> SupportAgency:
    """The one in which the actor works; that of the municipality for who belongs to none."""
    agencies = agencies_for(actor)
    agency = agencies.filter(pk=actor.organization_id).first() or agencies.first()
    if agency is None:
        raise Http404
    return agency


def _addressee(actor: Actor, consent: Consent) -> str:
    number = case_numbers(actor, [consent.subject]).get(consent.subject)
    if number:
        return access_case(actor, number).person.name
    return "" if is_sealed(consent) else consent.given_by


def _paper(request: HttpRequest, name: str, draw: Callable[[], bytes]) -> HttpResponse:
    """The PDF to be looked at and printed, or a page that says why there is none."""
    try:
        paper = draw()
    except UnknownLanguage as unknown:
        raise Http404(str(unknown)) from unknown
    except PdfUnavailable as trouble:
        return _unavailable(request, trouble, 503)
    except (NoDesk, PaperTooLong) as trouble:
        return _unavailable(request, trouble, 409)
    headers = {"Content-Disposition": content_disposition_header(False, name) or "inline"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _unavailable(request: HttpRequest, trouble: Exception, status: int) -> HttpResponse:
    return render(request, "documents/pages/unavailable.html", {"sentence": str(trouble)}, status=status)
