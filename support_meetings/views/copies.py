"""The collection table (回収表) of a session: who has which copy, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from documents.answering import pdf
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access_papers import (
    access_copy_to_print,
    access_papers_session,
    copies_of,
    copies_to_print,
)
from support_meetings.actions.papers import open_copies, revoke_copies, set_fate
from support_meetings.errors import MeetingRefusal
from support_meetings.forms_papers import CopiesForm
from support_meetings.models import CopyFate, Medium, PaperCopy, Session
from support_meetings.paper_content import collection_pdf, printed_copies, printed_copy

#: So many are drawn within the time that a page may take.
MOST_AT_ONCE = 60


@permission(Permission.SESSION_CASES)
@require_GET
def copy_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Every copy with its state; it names members, and no household."""
    return _table(request, access_papers_session(actor_of(request), pk))


def _table(
    request: HttpRequest, session: Session, *, sentence: str = "", ticked: list[str] | None = None, status: int = 200
) -> HttpResponse:
    copies = list(copies_of(session))
    to_hand_out = any(_is_to_hand_out(one) for one in copies)
    context = {
        "session": session,
        "copies": copies,
        "open_count": open_copies(session).count(),
        "on_paper": any(one.medium == Medium.PAPER for one in copies),
        "sentence": sentence,
        "ticked": ticked or _all_on_paper(request, copies),
        "may_print": to_hand_out,
        "hand_out_variant": "primary" if to_hand_out else "secondary",
        "return_variant": "secondary" if to_hand_out else "primary",
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "support_meetings/copy_table.html", context, status=status)


def _is_to_hand_out(copy: PaperCopy) -> bool:
    return copy.medium == Medium.PAPER and copy.fate == CopyFate.WITH_SECRETARIAT and copy.revoked_at is None


def _all_on_paper(request: HttpRequest, copies: list[PaperCopy]) -> list[str]:
    """Where the page was asked to tick them."""
    if request.GET.get("tick") != "paper":
        return []
    return [str(one.pk) for one in copies if one.medium == Medium.PAPER and one.revoked_at is None]


def _ticked(request: HttpRequest, session: Session) -> tuple[list[PaperCopy], str]:
    rows = PaperCopy.objects.filter(session=session).defer("content")
    form = CopiesForm(request.POST, ids=rows.values_list("pk", flat=True))
    if not form.is_valid():
        return [], ""
    said = form.cleaned_data
    return list(rows.filter(pk__in=said["copies"])), said["reason"]


def _set(request: HttpRequest, pk: int, fate: CopyFate) -> HttpResponse:
    actor = actor_of(request)
    session = access_papers_session(actor, pk)
    copies, reason = _ticked(request, session)
    try:
        done = set_fate(actor=actor, session=session, copies=copies, fate=fate, reason=reason)
    except MeetingRefusal as refusal:
        ticked = [str(one.pk) for one in copies]
        return _table(request, session, sentence=str(refusal.sentence), ticked=ticked, status=409)
    _say(request, len(done), str(fate.label))
    return redirect("copy_table", pk=pk)


def _say(request: HttpRequest, n: int, state: str) -> None:
    said = ngettext("%(n)s copy: %(state)s.", "%(n)s copies: %(state)s.", n) % {"n": n, "state": state}
    messages.success(request, said)


@permission(Permission.SESSION_CASES)
@require_POST
def copies_hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticked copies were handed to their members."""
    return _set(request, pk, CopyFate.HANDED_OUT)


@permission(Permission.SESSION_CASES)
@require_POST
def copies_return(request: HttpRequest, pk: int) -> HttpResponse:
    """They came back."""
    return _set(request, pk, CopyFate.RETURNED)


@permission(Permission.SESSION_CASES)
@require_POST
def copies_destroy(request: HttpRequest, pk: int) -> HttpResponse:
    """They were shredded."""
    return _set(request, pk, CopyFate.DESTROYED)


@permission(Permission.SESSION_CASES)
@require_POST
def copies_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """They do not come back, and why."""
    return _set(request, pk, CopyFate.UNACCOUNTED)


@permission(Permission.SESSION_CASES)
@require_POST
def copies_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticked copies open no more; a reason is asked for."""
    actor = actor_of(request)
    session = access_papers_session(actor, pk)
    copies, reason = _ticked(request, session)
    if not copies or not reason.strip():
        sentence = _("Please tick the copies that you mean, and write why they are taken back.")
        return _table(request, session, sentence=sentence, ticked=[str(one.pk) for one in copies], status=409)
    _say(request, len(revoke_copies(actor=actor, copies=copies, reason=reason.strip())), _("taken back"))
    return redirect("copy_table", pk=pk)


@permission(Permission.SESSION_CASES)
@require_GET
def copy_table_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The table to be ticked on paper in the room."""
    session = access_papers_session(actor_of(request), pk)
    name = _("Collection table %(number)s.pdf") % {"number": session.number}
    return pdf(request, name, lambda: collection_pdf(session, list(copies_of(session))))


@permission(Permission.SESSION_CASES)
@require_GET
def copy_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One copy on paper, with its number and name on every page."""
    actor = actor_of(request)
    copy = access_copy_to_print(actor, pk)
    _record_print(actor, copy)
    return pdf(request, _("Paper %(number)s.pdf") % {"number": copy.number}, lambda: printed_copy(copy))


def _record_print(actor: Actor, copy: PaperCopy) -> None:
    record_access(
        actor=actor,
        kind=AccessKind.PRINT,
        subject="cases.case",
        ids=[copy.paper.item.case_id],
        purpose=f"numbered copy {copy.number}",
    )


@permission(Permission.SESSION_CASES)
@require_GET
def copies_print(request: HttpRequest, pk: int) -> HttpResponse:
    """All copies on paper that are still to be handed out, in one file; each is recorded as if it were printed alone."""
    actor = actor_of(request)
    session = access_papers_session(actor, pk)
    copies = copies_to_print(session)
    if not 0 < len(copies) <= MOST_AT_ONCE:
        messages.info(request, _cannot_print(len(copies)))
        return redirect("copy_table", pk=pk)
    for copy in copies:
        _record_print(actor, copy)
    name = _("Papers of session %(number)s.pdf") % {"number": session.number}
    return pdf(request, name, lambda: printed_copies(copies))


def _cannot_print(n: int) -> str:
    if not n:
        return _("No copy on paper is still to be handed out, so there is nothing to print together.")
    words = _("%(n)s copies are too many for one file (at most %(most)s). Please print them one by one.")
    return words % {"n": n, "most": MOST_AT_ONCE}
