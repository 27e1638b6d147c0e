"""Files for who sends lists: the empty list, what is to be mended, the receipts."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from referrals.access import lines
from referrals.access_import import access_list, head, lines_to_mend, receipt_page, reports_of
from referrals.importing.files import errors_xlsx, template, xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv", "xlsx": XLSX}


def _attached(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


@permission(Permission.REPORT_IMPORT)
@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty list with its headings."""
    if kind not in TYPES:
        raise Http404
    return _attached(template(kind), "tsunagi-list", kind)


@permission(Permission.REPORT_IMPORT)
@require_GET
def import_errors(request: HttpRequest, run: UUID) -> HttpResponse:
    """The rows that are to be mended as they came, and beside them why."""
    actor = actor_of(request)
    found = access_list(actor, run)
    rows = lines_to_mend(found)
    record_access(
        actor=actor, kind=AccessKind.EXPORT, subject="referrals.importrun", ids=[found.pk], purpose="list rows file"
    )
    content = errors_xlsx(head(found).headings, rows)
    return _attached(content, f"tsunagi-mend-{found.created_at:%Y%m%d-%H%M}", "xlsx")


@permission(Permission.REPORT_IMPORT)
@require_GET
def import_receipts(request: HttpRequest, run: UUID) -> HttpResponse:
    """Receipt numbers of what a list has become; nothing of a household."""
    actor = actor_of(request)
    found = access_list(actor, run)
    shown, after = receipt_page(reports_of(actor, found), request.GET.get("after", "")[:20])
    ids = [referral.pk for referral in shown]
    record_access(actor=actor, kind=AccessKind.LIST, subject="referrals.referral", ids=ids, purpose="list receipts")
    context = {"run": found, "lines": lines(shown), "next_url": f"?after={after}" if after else ""}
    return render(request, "referrals/portal/import_receipts.html", context)


@permission(Permission.REPORT_IMPORT)
@require_GET
def import_receipts_file(request: HttpRequest, run: UUID) -> HttpResponse:
    """Each receipt beside the customer number that the sender knows it by."""
    actor = actor_of(request)
    found = access_list(actor, run)
    record_access(
        actor=actor, kind=AccessKind.EXPORT, subject="referrals.importrun", ids=[found.pk], purpose="list receipts file"
    )
    rows = reports_of(actor, found).values_list("receipt_number", "customer_number", "agency__name")
    headings = [_("Receipt number"), _("Customer number"), _("Agency in charge")]
    content = xlsx_bytes(headings, [list(row) for row in rows])
    return _attached(content, f"tsunagi-receipts-{found.created_at:%Y%m%d-%H%M}", "xlsx")
