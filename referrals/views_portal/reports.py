"""What a utility may know of its reports after they were sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from audit.paging import page_newest_first
from documents.answering import pdf
from japanese.display import moment
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals.access import (
    ReportLine,
    access_report,
    first_desk,
    hears_back,
    lines,
    offices_of,
    own_reports,
    state_of,
)
from referrals.access_afterwards import correction_of, replies_to
from referrals.actions.proving import PROVABLE
from referrals.forms.list_filter import ReportFilterForm
from referrals.models import Channel, Referral
from referrals.pdf import hours_text, receipt_bytes, will_be_told
from referrals.reply_words import reply_lines
from referrals.standing import Standing, standing_of
from referrals.views_portal.downloads import Table, download, must_be_kind

MOST_EXPORTED = 10_000
#: A report that stands so is no longer its sender's last word.
_OVER = (Standing.WITHDRAWN, Standing.CORRECTED)
#: The agency that received it still has it in hand.
_IN_HAND = (Standing.RECEIVED, Standing.ASKED_BACK, Standing.HANDLING)


@permission(Permission.REPORT_READ)
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Receipt, date, way, office and permitted state; nothing of a household."""
    actor = actor_of(request)
    form = ReportFilterForm(offices_of(actor), request.GET)
    page = page_newest_first(request, own_reports(actor, form.wanted), "submitted_at")
    record_access(actor=actor, kind=AccessKind.LIST, subject="referrals.referral", ids=page.ids, purpose="report list")
    return _list(request, form, {"page": page, "lines": lines(page.rows)})


def _list(request: HttpRequest, form: ReportFilterForm, context: dict[str, object], status: int = 200) -> HttpResponse:
    asked = request.GET.copy()
    asked.pop("after", None)
    context |= {"form": form, "narrowed": any(asked.values()), "query": asked.urlencode()}
    return render(request, "referrals/portal/report_list.html", context, status=status)


@permission(Permission.REPORT_READ)
@require_GET
def report_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as it is narrowed, as a file: receipt, date, office, way and state."""
    must_be_kind(kind)
    actor = actor_of(request)
    form = ReportFilterForm(offices_of(actor), request.GET)
    rows = list(own_reports(actor, form.wanted).order_by("-submitted_at", "id")[: MOST_EXPORTED + 1])
    if len(rows) > MOST_EXPORTED:
        sentence = _("More than %(n)s reports are too many for one file. Please choose an office or a month.")
        return _list(request, form, {"page": None, "lines": [], "refusal": sentence % {"n": f"{MOST_EXPORTED:,}"}}, 409)
    ids = [row.pk for row in rows]
    record_access(actor=actor, kind=AccessKind.EXPORT, subject="referrals.referral", ids=ids, purpose="report export")
    return download(request, kind, _table(lines(rows)))


def _table(found: list[ReportLine]) -> Table:
    headings = (_("Receipt number"), _("Received on"), _("Office"), _("How it came"), _("State"))
    return Table("reports", headings, [_cells(line) for line in found])


def _cells(line: ReportLine) -> list[str]:
    referral = line.referral
    return [
        referral.receipt_number,
        moment(referral.submitted_at),
        referral.office.name if referral.office else "",
        str(Channel(referral.channel).label),
        str(line.standing.label),
    ]


@permission(Permission.REPORT_READ)
@require_GET
def report_sent(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt: what happens next, and what the reporter will and will not be told."""
    actor = actor_of(request)
    return sent_page(request, actor, access_report(actor, receipt))


def sent_page(
    request: HttpRequest, actor: Actor, referral: Referral, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of a receipt; `refusal` says what could not be done with the report."""
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="referrals.referral", ids=[referral.pk], purpose="receipt page"
    )
    found = first_desk(referral.agency)
    standing = standing_of(referral)
    context = {
        "referral": referral,
        "line": ReportLine(referral, state_of(referral), standing),
        "replies": reply_lines(replies_to(referral), is_over=standing in _OVER),
        "correction": correction_of(actor, referral),
        "is_in_hand": standing in _IN_HAND,
        "may_change": actor.may(Permission.REPORT_CREATE) and standing not in _OVER,
        "may_prove": actor.may(Permission.REPORT_CREATE) and referral.consent_id and standing in PROVABLE,
        "may_correct": referral.sealed is None and standing != Standing.NOT_UPHELD,
        "desk": found,
        "hours": hours_text(found.desk) if found else "",
        "will_be_told": will_be_told(hears_back(referral)),
        "refusal": refusal,
    }
    return render(request, "referrals/portal/report_sent.html", context, status=status)


@permission(Permission.REPORT_READ)
@require_GET
def receipt_pdf(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt on paper."""
    actor = actor_of(request)
    referral = access_report(actor, receipt)
    record_access(
        actor=actor, kind=AccessKind.PRINT, subject="referrals.referral", ids=[referral.pk], purpose="receipt paper"
    )
    return pdf(request, f"receipt-{referral.receipt_number}.pdf", lambda: receipt_bytes(referral))
