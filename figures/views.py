"""Figures of a year: on the screen, as a workbook, as a report. Counts, so there is nobody's data in them to be logged.

One thing is written down, the workbook with exact numbers: in a small town a 1 may be known to be somebody, and a file goes
further than a page. What is made for outside has no such number in it and is not written down.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from audit.actions import record_access
from audit.models import AccessKind
from documents.answering import pdf
from documents.yearly_report import yearly_report_pdf
from figures.page import VERSIONS, Asked, asked, outside_tables, page_context
from figures.publishing import glance, inside
from figures.report import report_content
from figures.workbook import workbook_bytes
from japanese.dates import today
from japanese.display import long_day
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permission(Permission.FIGURES_READ)
@require_GET
def figures_year(request: HttpRequest) -> HttpResponse:
    """The year with its charts, beside the one before."""
    return render(request, "figures/year.html", page_context(asked(actor_of(request), request.GET)))


@permission(Permission.FIGURES_READ)
@require_GET
def figures_xlsx(request: HttpRequest, version: str) -> HttpResponse:
    """`inside`: exact, for the municipality's own desk; `outside`: without small numbers."""
    if version not in VERSIONS:
        raise Http404
    actor = actor_of(request)
    found = asked(actor, request.GET)
    if version == "inside":
        _write_down(actor, found)
    name = f"figures-{found.now.year.begun}-{version}-{today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(_book(actor, found, leaving=version == "outside"), content_type=XLSX, headers=headers)


def _book(actor: Actor, found: Asked, *, leaving: bool) -> bytes:
    year = found.now.year
    warning = (
        _("For outside: numbers from 1 to 4, and those from which they could be worked out, are not shown.")
        if leaving
        else _("For use inside the municipality only: small numbers are exact. Do not pass this on.")
    )
    head = [
        _("Figures of %(year)s") % {"year": year.words},
        actor.municipality_name,
        _("Counted on %(day)s") % {"day": long_day(today())},
        warning,
    ]
    return workbook_bytes(
        head=head,
        glance=glance(found.now, found.before, leaving=leaving),
        years=(year.words, year.before.words),
        tables=outside_tables(found.now) if leaving else inside(found.now),
    )


@permission(Permission.FIGURES_READ)
@require_GET
def figures_report(request: HttpRequest) -> HttpResponse:
    """実績報告書, in Japanese, without small numbers; made anew each time from what is counted now."""
    actor = actor_of(request)
    found = asked(actor, request.GET)
    with override("ja"):
        content = report_content(actor, found, today())
    return pdf(request, f"report-{found.now.year.begun}.pdf", lambda: yearly_report_pdf(content))


def _write_down(actor: Actor, found: Asked) -> None:
    record_access(
        actor=actor,
        kind=AccessKind.EXPORT,
        subject="referrals.referral",
        ids=[found.now.year.begun],
        purpose="yearly figures",
    )
