"""A list is sent as a file: handed in, looked through, ordered, thrown away."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from agreements.models import AgreedPath
from agreements.reach import paths_of
from audit.actions import record_access
from audit.models import AccessKind
from audit.paging import page_newest_first
from organizations.actors import Actor, actor_of
from organizations.models import Office
from organizations.permissions import Permission, permission
from referrals.access import offices_of
from referrals.access_import import access_list, head, is_over, kept_rows, line_page, progress_of, utility_lists
from referrals.errors import ReferralRefusal
from referrals.forms.importing import UploadForm
from referrals.import_words import BY_KEY, FATES
from referrals.importing.rows import Fate
from referrals.importing.runs import LIFETIME, discard_list, order_list, receive_list
from referrals.models import ImportRun, RunState
from referrals.models.importing import MOVING
from referrals.views_portal.importing_preview import (
    counters,
    next_url,
    shown_lines,
    tabs,
    unread_columns,
    why_unreadable,
)


@permission(Permission.REPORT_IMPORT)
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """Hand in a list; below, those of the utility."""
    return _list_page(request, UploadForm(*_offered(actor_of(request)), initial={"form_id": uuid4()}))


def _offered(actor: Actor) -> tuple[Iterable[Office], list[AgreedPath]]:
    """What may be chosen beside the file."""
    return offices_of(actor), paths_of(actor.organization_id)


def _list_page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    page = page_newest_first(request, utility_lists(actor), "created_at")
    context = {"form": form, "page": page, "mine": actor.user_id}
    return render(request, "referrals/portal/import_list.html", context, status=status)


@permission(Permission.REPORT_IMPORT)
@require_POST
def import_upload(request: HttpRequest) -> HttpResponse:
    """The file arrives: 400 where there is none that could be read, 409 where it cannot be taken now."""
    actor = actor_of(request)
    form = UploadForm(*_offered(actor), request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, form, status=400)
    said = form.cleaned_data
    try:
        run = receive_list(
            actor=actor,
            form_id=said["form_id"],
            office_id=said["office"],
            name=said["file"].name,
            content=said["file"].read(),
            path_id=said.get("agreement"),
        )
    except ReferralRefusal as refused:
        form.add_error(None, str(refused.sentence))
        return _list_page(request, form, status=409)
    return redirect("import_run", run=run.pk)


@permission(Permission.REPORT_IMPORT)
@require_GET
def import_run(request: HttpRequest, run: UUID) -> HttpResponse:
    """A list as far as it has come. While something works on it, the page asks anew by itself."""
    actor = actor_of(request)
    found = access_list(actor, run)
    if found.state in MOVING:
        return _moving(request, found)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})  # it has come to rest: the whole page is another one
    if found.state in (RunState.UNREADABLE, RunState.DISCARDED) or (is_over(found) and found.state != RunState.DONE):
        return render(request, "referrals/portal/import_ended.html", {"run": found, "why": why_unreadable(found)})
    return _preview(request, actor, found)


def _moving(request: HttpRequest, run: ImportRun) -> HttpResponse:
    part = bool(request.headers.get("HX-Request"))
    template = "referrals/portal/import_progress.html" if part else "referrals/portal/import_moving.html"
    return render(request, template, {"run": run, "progress": progress_of(run)})


def _preview(request: HttpRequest, actor: Actor, run: ImportRun) -> HttpResponse:
    record_access(
        actor=actor, kind=AccessKind.LIST, subject="referrals.importrun", ids=[run.pk], purpose="list preview"
    )
    fate = BY_KEY.get(request.GET.get("fate", ""))
    after = request.GET.get("after", "")
    said = head(run)
    page = line_page(run, after=int(after) if after.isdecimal() and len(after) < 10 else 0, fate=fate)
    kept = kept_rows(run)
    context = {
        "run": run,
        "head": said,
        "ready": kept[Fate.ACCEPTED],
        "left": sum(kept.values()),
        "to_mend": kept[Fate.INVALID] + kept[Fate.REFUSED],
        "counters": counters(run),
        "tabs": tabs(run, fate, kept),
        "fate": FATES[fate] if fate else None,
        "lines": shown_lines(run, said, page.lines),
        "next_url": next_url(page.after, fate),
        "unread": unread_columns(said),
        "until": run.created_at + LIFETIME,
    }
    return render(request, "referrals/portal/import_run.html", context)


@permission(Permission.REPORT_IMPORT)
@require_POST
def import_send(request: HttpRequest, run: UUID) -> HttpResponse:
    """The good rows shall be sent; pressed twice it is one order."""
    actor = actor_of(request)
    order_list(actor=actor, run=_decidable(access_list(actor, run)))
    return redirect("import_run", run=run)


def _decidable(run: ImportRun) -> ImportRun:
    if is_over(run):
        raise Http404
    return run


@permission(Permission.REPORT_IMPORT)
@require_POST
def import_discard(request: HttpRequest, run: UUID) -> HttpResponse:
    """What has not been sent is forgotten."""
    actor = actor_of(request)
    found = access_list(actor, run)
    try:
        discard_list(actor=actor, run=found)
    except ReferralRefusal as refused:
        messages.warning(request, str(refused.sentence))
        return redirect("import_run", run=run)
    messages.success(request, _("What was not sent has been thrown away. Nothing of it is kept."))
    return redirect("import_list")
