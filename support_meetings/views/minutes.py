"""Attendance, minutes and the close of a session, at the agency's door."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from cases.answering import done
from cases.errors import CaseRefusal
from cases.models import CaseStatus
from documents.errors import PdfUnavailable
from organizations import drafts
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access import access_item, access_session
from support_meetings.access_minutes import Seat, minutes_of, seats_of
from support_meetings.actions.decisions import add_decision
from support_meetings.actions.minutes import close_session, record_attendance, save_course, save_item
from support_meetings.closing import gaps, has_come
from support_meetings.forms_minutes import AttendanceForm, CourseForm, ItemForm, MinutesForm, OneMoreForm
from support_meetings.item_members import members_of
from support_meetings.minutes_content import minutes_bytes
from support_meetings.models import AgendaItem, Session, SessionState

get_or_post = require_http_methods(["GET", "POST"])


def is_open(session: Session) -> bool:
    """Whether minutes can be written now."""
    return session.state == SessionState.CALLED and has_come(session, timezone.now())


def may_do(form: MinutesForm, do: Callable[[], object]) -> bool:
    """As `done`; the form remembers that it was refused, not wrong."""
    form.refused = not done(form, do)
    return not form.refused


@permission(Permission.SESSION_PLAN)
@get_or_post
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came. The page names no household."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    draft, seats = f"attendance-{session.pk}", seats_of(session)
    sent = request.POST if request.method == "POST" else None
    kept = None if sent is not None else drafts.load(actor.user_id, draft)
    rows = [(seat, AttendanceForm.of(seat.summons, sent, kept)) for seat in seats]
    refusal = _record(actor, session, rows) if sent is not None else ""
    if sent is not None and refusal is None:
        drafts.discard(actor.user_id, draft)
        messages.success(request, _("The attendance is recorded."))
        return redirect("minutes" if actor.may(Permission.SESSION_CASES) else "attendance", pk=session.pk)
    context = {
        "session": session,
        "rows": _as_it_stands(rows, sent) if refusal else rows,
        "refusal": refusal,
        "is_open": is_open(session),
        "may_see_cases": actor.may(Permission.SESSION_CASES),
        "kept": bool(kept),
        "draft_token": drafts.token(actor.user_id, draft),
    }
    return render(request, "support_meetings/minutes_attendance.html", context, status=409 if refusal else 200)


Rows = list[tuple[Seat, AttendanceForm]]


def _record(actor: Actor, session: Session, rows: Rows) -> str | None:
    """None: written. Otherwise why not; empty where the fields themselves say it."""
    valid = [form.is_valid() for _seat, form in rows]  # each is asked, so that each says what is wrong
    if not all(valid):
        return ""
    try:
        with transaction.atomic():
            typed = [form.attended(seat.summons) for seat, form in rows]
            record_attendance(actor=actor, session=session, rows=typed)
    except CaseRefusal as refusal:
        return str(refusal.sentence)
    return None


def _as_it_stands(rows: Rows, sent: Any) -> Rows:
    """What was typed, over what is recorded now: sent again, it is meant."""
    again = sent.copy()
    for seat, _form in rows:
        again[f"s{seat.summons.pk}-was"] = AttendanceForm.of(seat.summons).initial["was"]
    return [(seat, AttendanceForm.of(seat.summons, again)) for seat, _form in rows]


@permission(Permission.SESSION_CASES)
@get_or_post
def session_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a session: its course is written here, each item on a page of its own."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    draft = f"minutes-{session.pk}"
    kept = drafts.load(actor.user_id, draft) if request.method == "GET" else None
    first = {"minutes": session.minutes, "next_on": session.next_on}
    form = CourseForm(
        request.POST or None if request.method == "POST" else None,
        initial={**first, **(kept.dict() if kept else {}), "version": session.version},
    )

    def do() -> None:
        said = form.cleaned_data
        save_course(actor=actor, session=session, **said)

    if request.method == "POST" and form.is_valid() and may_do(form, do):
        drafts.discard(actor.user_id, draft)
        messages.success(request, _("Saved: the course of the session."))
        return redirect("minutes", pk=session.pk)
    return _session_page(request, actor, session, form, draft, bool(kept))


def _session_page(
    request: HttpRequest, actor: Actor, session: Session, form: CourseForm, draft: str, kept: bool
) -> HttpResponse:
    items = minutes_of(actor, session)
    _seen(actor, session, items, AccessKind.VIEW, "minutes page")
    context = {
        "session": session,
        "seats": seats_of(session),
        "items": items,
        "form": _renewed(form, CourseForm, access_session(actor, session.pk)) if form.refused else form,
        "theirs": access_session(actor, session.pk) if form.refused else None,
        "is_open": is_open(session),
        "kept": kept,
        "draft_token": drafts.token(actor.user_id, draft),
    }
    return render(request, "support_meetings/minutes.html", context, status=409 if form.refused else 200)


def _renewed(form: Any, kind: Any, row: Session | AgendaItem) -> Any:
    """What was typed, with the version that stands now: sent again, it is meant."""
    again = form.data.copy()
    again["version"] = str(row.version)
    new = kind(again)
    new.is_valid()
    for sentence in form.non_field_errors():
        new.add_error(None, sentence)
    return new


def _seen(actor: Actor, session: Session, items: list[AgendaItem], kind: AccessKind, purpose: str) -> None:
    """By case, so that whoever asks who has seen a household finds it; by session where it has no items."""
    cases = sorted({item.case_id for item in items})
    subject, ids = ("cases.case", cases) if cases else ("support_meetings.session", [session.pk])
    record_access(actor=actor, kind=kind, subject=subject, ids=ids, purpose=purpose)


@permission(Permission.SESSION_CASES)
@get_or_post
def minutes_item(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said and agreed on one item, and what is decided: text and a further decision are saved together."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    draft = f"minutes-item-{item.pk}"
    kept = drafts.load(actor.user_id, draft) if request.method == "GET" else None
    sent = request.POST if request.method == "POST" else None
    first = {"discussion": item.discussion, "result": item.result, "next_review_on": item.next_review_on}
    typed = kept.dict() if kept else {}
    form = ItemForm(sent, initial={**first, **typed, "version": item.version})
    more = OneMoreForm(sent, people=members_of(item), initial=_begun(typed))

    def do() -> None:
        # The decision first: it locks the case, which comes before its items.
        if more.is_there:
            add_decision(actor=actor, item=item, decided=more.decided())
        save_item(actor=actor, item=item, **form.cleaned_data)

    if sent is not None and all([form.is_valid(), more.is_valid()]) and may_do(form, do):
        drafts.discard(actor.user_id, draft)
        messages.success(request, _("Saved: item %(number)s.") % {"number": item.number})
        return redirect("minutes_item", pk=item.pk)
    return _item_page(request, actor, item, form, more, draft, bool(kept))


def _begun(typed: dict[str, Any]) -> dict[str, Any]:
    """A further decision that was being typed."""
    return {name: typed[f"add-{name}"] for name in ("what", "member", "due_on") if f"add-{name}" in typed}


def _item_page(
    request: HttpRequest,
    actor: Actor,
    item: AgendaItem,
    form: ItemForm,
    more: OneMoreForm,
    draft: str,
    kept: bool,
) -> HttpResponse:
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[item.case_id], purpose="minutes page")
    now = access_item(actor, item.pk)
    context = {
        "item": now,
        "session": now.session,
        "form": _renewed(form, ItemForm, now) if form.refused else form,
        "more": more,
        "theirs": now if form.refused and form.data.get("version") != str(now.version) else None,
        "decisions": now.decisions.select_related("member", "done_by").order_by("due_on", "pk"),
        "is_open": is_open(now.session) and now.taken_off_at is None,
        "may_decide": now.case.status == CaseStatus.OPEN,
        "kept": kept,
        "draft_token": drafts.token(actor.user_id, draft),
    }
    return render(request, "support_meetings/minutes_item.html", context, status=409 if form.refused else 200)


@permission(Permission.SESSION_CASES)
@require_GET
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """議事録 in full, for the secretariat; printing is recorded."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    items = minutes_of(actor, session)
    _seen(actor, session, items, AccessKind.PRINT, "minutes on paper")
    headers = {"Content-Disposition": f'inline; filename="minutes-{session.meeting_id}-{session.number}.pdf"'}
    try:
        paper = minutes_bytes(session, seats_of(session), items)
    except PdfUnavailable as unavailable:
        messages.error(request, str(unavailable))
        return redirect("minutes", pk=session.pk)
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@permission(Permission.SESSION_CASES)
@get_or_post
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, with the way there; or the close, which cannot be taken back."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    refusal = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                close_session(actor=actor, session=session)
        except CaseRefusal as refused:
            refusal = str(refused.sentence)
        else:
            messages.success(request, _("The session is closed. Its minutes are frozen."))
            return redirect("minutes", pk=session.pk)
    context = {"session": session, "gaps": gaps(session, timezone.now()), "refusal": refusal}
    return render(request, "support_meetings/minutes_close.html", context, status=409 if refusal else 200)
