"""Sessions at the agency's door: prepare, choose who is called, call, put off, cancel; the board."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.answering import done, pressed
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings import access_agenda, access_minutes, access_papers, access_requests
from support_meetings.access import access_session
from support_meetings.access_sessions import (
    access_meeting_to_plan,
    access_summons,
    called_to,
    could_be_called,
    last_place,
)
from support_meetings.actions import sessions as actions
from support_meetings.closing import has_come
from support_meetings.forms_sessions import CancelForm, SessionForm
from support_meetings.guide import AFTER, BEFORE, DAY, steps
from support_meetings.models import Session

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.SESSION_PLAN)
@get_or_post
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The next session of a meeting."""
    actor = actor_of(request)
    meeting = access_meeting_to_plan(actor, pk)
    form, made = SessionForm(request.POST or None, initial=SessionForm.usual(last_place(meeting))), []

    def plan() -> None:
        made.append(actions.new_session(actor=actor, meeting=meeting, plan=form.plan()))

    if form.is_valid() and done(form, plan):
        messages.success(request, _("The session is prepared. Next: who is called?"))
        return redirect("session", pk=made[0].pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "support_meetings/session_form.html", context, status=400 if form.errors else 200)


@permission(Permission.SESSION_PLAN)
@get_or_post
def session_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place; who was told is told again."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    form = SessionForm(request.POST or None, initial=SessionForm.first(session))

    def change() -> None:
        version = form.cleaned_data["version"] or 0
        actions.change_session(actor=actor, session=session, plan=form.plan(), version=version)

    if form.is_valid() and done(form, change):
        messages.success(request, _("The session is changed."))
        return redirect("session", pk=session.pk)
    theirs = _renewed(form, access_session(actor, pk)) if form.errors else None
    context = {"meeting": session.meeting, "session": session, "form": form, "theirs": theirs}
    return render(request, "support_meetings/session_form.html", context, status=409 if form.errors else 200)


def _renewed(form: SessionForm, now: Session) -> Session | None:
    """What stands now, where somebody changed it meanwhile; sent again, what was typed is meant."""
    if form.data.get("version") == str(now.version):
        return None
    form.data = {**form.data.dict(), "version": str(now.version)}  # type: ignore[attr-defined]  # the posted QueryDict
    return now


@permission(Permission.SESSION_PLAN)
@require_GET
def session_board(request: HttpRequest, pk: int) -> HttpResponse:
    """The guide in the middle, the members beside, the agenda below. Each part says what the actor may see."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    guide, is_open = steps(actor, session), session.state in actions.OPEN
    next_step = next((one for one in guide if not one.done), None) if is_open else None
    context = {
        "session": session,
        "guide": [(words, [one for one in guide if one.when == when]) for when, words in _phases()],
        "next_step": next_step,
        "waits_for_day": bool(next_step and next_step.when != BEFORE and not has_come(session, timezone.now())),
        "called": called_to(session),
        "is_open": is_open,
        "may_see_cases": actor.may(Permission.SESSION_CASES),
        "may_manage": actor.may(Permission.MEETING_MANAGE),
        "agenda": access_agenda.board(actor, session),
        **access_papers.board(actor, session),
        **access_minutes.board(actor, session),
        "requests_board": access_requests.board(actor, session),
    }
    return render(request, "support_meetings/session.html", context)


def _phases() -> list[tuple[str, str]]:
    return [(BEFORE, _("Before the session")), (DAY, _("On the day")), (AFTER, _("After the session"))]


@permission(Permission.SESSION_PLAN)
@get_or_post
def session_summon(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is called: nobody is ticked beforehand. Members in office on the day, with what is missing of each."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    seats = could_be_called(session)
    chosen = set(request.POST.getlist("seat"))
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not chosen:
        form.add_error(None, _("Tick at least one member."))
    elif request.method == "POST" and done(form, lambda: _summon(actor, session, chosen)):
        messages.success(request, _("Chosen. They are told when the letter is sent, or at once if it was."))
        return redirect("session", pk=session.pk)
    may_manage = actor.may(Permission.MEETING_MANAGE)
    some_left = any(not one.is_called for one in seats)
    context = {
        "session": session,
        "seats": seats,
        "some_left": some_left,
        "chosen": chosen,
        "form": form,
        "may_manage": may_manage,
    }
    return render(request, "support_meetings/session_summon.html", context, status=409 if form.errors else 200)


def _summon(actor: Actor, session: Session, chosen: set[str]) -> None:
    seats = {str(one.appointment.pk): one.appointment for one in could_be_called(session)}
    if not chosen <= seats.keys():  # left office, or the day was changed, since the page was opened
        raise actions.not_in_office()
    for key in sorted(chosen):
        actions.summon(actor=actor, session=session, appointment=seats[key])


@permission(Permission.SESSION_PLAN)
@require_POST
def session_unsummon(request: HttpRequest, pk: int, summons: int) -> HttpResponse:
    """Not called any more."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    row = access_summons(session, summons)
    return pressed(
        request,
        lambda: actions.unsummon(actor=actor, session=session, summons=row),
        _("No longer called."),
        "session",
        session.pk,
    )


@permission(Permission.SESSION_PLAN)
@get_or_post
def session_call(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter: looked over, then sent."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    if request.method == "POST":
        told = _("The letter is on its way. Print it for those without e-mail.")
        return pressed(request, lambda: actions.call_session(actor=actor, session=session), told, "session", session.pk)
    called = called_to(session)
    context = {"session": session, "called": called, "on_paper": any(not one.summons.member.email for one in called)}
    return render(request, "support_meetings/session_call.html", context)


@permission(Permission.SESSION_PLAN)
@get_or_post
def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """中止, with its reason."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    form = CancelForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.cancel_session(actor=actor, session=session, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("The session is cancelled. Copies on paper are to be collected."))
        return redirect("session", pk=session.pk)
    context = {"session": session, "form": form}
    return render(request, "support_meetings/session_cancel.html", context, status=409 if form.errors else 200)
