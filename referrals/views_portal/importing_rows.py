"""One row of a list is mended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from organizations import drafts
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals.access_import import access_line, access_list, head
from referrals.errors import ReferralRefusal
from referrals.forms.importing import RowForm
from referrals.import_words import FATES
from referrals.importing.chunks import Line
from referrals.importing.rows import Fate
from referrals.importing.runs import draft_of, mend_row
from referrals.models import ImportRun


@permission(Permission.REPORT_IMPORT)
@require_http_methods(["GET", "POST"])
def import_row(request: HttpRequest, run: UUID, n: int) -> HttpResponse:
    """All columns of a row with what is wrong beside them; what is typed is judged and kept, right or wrong."""
    actor = actor_of(request)
    found = access_list(actor, run)
    line = access_line(found, n)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="referrals.importrun", ids=[found.pk], purpose="list row")
    return _mended(request, actor, found, line) if request.method == "POST" else _ask(request, actor, found, line)


def _ask(request: HttpRequest, actor: Actor, run: ImportRun, line: Line) -> HttpResponse:
    typed = drafts.load(actor.user_id, draft_of(run, line.n))
    form = RowForm(typed) if typed else RowForm.of(head(run), line)
    return _page(request, run, line, form)


def _page(request: HttpRequest, run: ImportRun, line: Line, form: RowForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "run": run,
        "line": line,
        "form": form,
        "words": FATES[line.fate],
        "draft_token": drafts.token(run.user_id, draft_of(run, line.n)),
        "back": _list_of(run, line.fate),
    }
    return render(request, "referrals/portal/import_row.html", context, status=status)


def _mended(request: HttpRequest, actor: Actor, run: ImportRun, line: Line) -> HttpResponse:
    form = RowForm(request.POST)
    if not form.is_valid():
        return _page(request, run, line, form, status=400)
    try:
        mended = mend_row(actor=actor, run=run, n=line.n, cells=form.typed())
    except ReferralRefusal as refused:
        form.add_error(None, str(refused.sentence))
        return _page(request, run, line, form, status=409)
    drafts.discard(actor.user_id, draft_of(run, line.n))
    if mended.can_be_mended:  # shown at the row's own address, so that the back button finds a page
        return redirect("import_row", run=run.pk, n=line.n)
    messages.success(request, _now(mended))
    return redirect(_list_of(run, line.fate))


def _now(line: Line) -> str:
    if line.fate == Fate.DUPLICATE:
        return _("Row %(n)s was sent before. It will not be sent again.") % {"n": line.n}
    return _("Row %(n)s can be sent now.") % {"n": line.n}


def _list_of(run: ImportRun, fate: Fate) -> str:
    return f"{reverse('import_run', kwargs={'run': run.pk})}?fate={FATES[fate].key}"
