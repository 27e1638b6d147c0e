"""What a utility may know of its reports after they were sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from audit.paging import page_newest_first
from documents.errors import PaperTooLong, PdfUnavailable
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from referrals.access import access_report, first_desk, hears_back, lines, offices_of, own_reports, state_of
from referrals.forms.list_filter import ReportFilterForm
from referrals.pdf import hours_text, receipt_bytes, will_be_told


@permission(Permission.REPORT_READ)
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Receipt, date, office and permitted state; nothing of a household."""
    actor = actor_of(request)
    form = ReportFilterForm(offices_of(actor), request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = own_reports(actor, office_id=chosen.get("office"), month=chosen.get("month"))
    page = page_newest_first(request, rows, "submitted_at")
    record_access(actor=actor, kind=AccessKind.LIST, subject="referrals.referral", ids=page.ids, purpose="report list")
    context = {"page": page, "lines": lines(page.rows), "form": form, "narrowed": any(chosen.values())}
    return render(request, "referrals/portal/report_list.html", context)


@permission(Permission.REPORT_READ)
@require_GET
def report_sent(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt: what happens next, and what the reporter will and will not be told."""
    actor = actor_of(request)
    referral = access_report(actor, receipt)
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="referrals.referral", ids=[referral.pk], purpose="receipt page"
    )
    found = first_desk(referral.agency)
    context = {
        "referral": referral,
        "state": state_of(referral),
        "desk": found,
        "hours": hours_text(found.desk) if found else "",
        "will_be_told": will_be_told(hears_back(referral)),
    }
    return render(request, "referrals/portal/report_sent.html", context)


@permission(Permission.REPORT_READ)
@require_GET
def receipt_pdf(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt on paper."""
    actor = actor_of(request)
    referral = access_report(actor, receipt)
    record_access(
        actor=actor, kind=AccessKind.PRINT, subject="referrals.referral", ids=[referral.pk], purpose="receipt paper"
    )
    headers = {"Content-Disposition": f'inline; filename="receipt-{referral.receipt_number}.pdf"'}
    try:
        return HttpResponse(receipt_bytes(referral), content_type="application/pdf", headers=headers)
    except (PaperTooLong, PdfUnavailable) as trouble:
        status = 503 if isinstance(trouble, PdfUnavailable) else 409
        return render(request, "documents/pages/unavailable.html", {"sentence": str(trouble)}, status=status)
