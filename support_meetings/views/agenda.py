"""The agenda: cases put on it, looked at per member, changed, taken off; conflicts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from cases.access import access_case
from cases.answering import done
from cases.errors import CaseRefusal
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access import access_item, access_session
from support_meetings.access_agenda import (
    access_exclusion,
    conflicts_of,
    could_conflict,
    open_sessions,
)
from support_meetings.actions import agenda
from support_meetings.actions.papers import own_seat
from support_meetings.forms_agenda import (
    CaseToSessionForm,
    ConflictForm,
    ItemForm,
    NewItemForm,
    ReasonForm,
    session_choices,
)
from support_meetings.models import AgendaItem, Session
from support_meetings.verdicts import verdicts

get_or_post = require_http_methods(["GET", "POST"])


def _status(form: forms.Form) -> int:
    return 400 if form.is_bound and form.errors else 200


@permission(Permission.SESSION_CASES)
@get_or_post
def agenda_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A case is put on the agenda of this session, named by its number."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    form = NewItemForm(request.POST or None, actor=actor)
    if form.is_valid() and done(form, lambda: _add(actor, session, form.cleaned_data["number"], form)):
        messages.success(request, _("The case is on the agenda."))
        return redirect("session", pk=session.pk)
    context = {"session": session, "form": form}
    return render(request, "support_meetings/agenda_add.html", context, status=_status(form))


@permission(Permission.SESSION_CASES)
@get_or_post
def agenda_add_case(request: HttpRequest, number: str) -> HttpResponse:
    """From the case page: the session is chosen."""
    actor = actor_of(request)
    case, sessions = access_case(actor, number), open_sessions(actor)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[case.pk], purpose="agenda of a session")
    form = CaseToSessionForm(request.POST or None, sessions=session_choices(sessions))
    chosen = {one.pk: one for one in sessions}
    if form.is_valid() and done(form, lambda: _add(actor, chosen[form.cleaned_data["session"]], case, form)):
        messages.success(request, _("The case is on the agenda."))
        return redirect("case", number=case.number)
    context = {"case": case, "sessions": sessions, "form": form}
    return render(request, "support_meetings/agenda_add_case.html", context, status=_status(form))


def _add(actor: Actor, session: Session, case: Any, form: ItemForm) -> None:
    agenda.add_item(actor=actor, session=session, case=case, stated=form.stated())


@permission(Permission.SESSION_CASES)
@get_or_post
def agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    """The item, what the gate says to each who is called, and its change."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    form = ItemForm(request.POST or None, initial=ItemForm.first(item))

    def change() -> None:
        version = form.cleaned_data["version"] or 0
        agenda.change_item(actor=actor, item=item, stated=form.stated(), version=version)

    if form.is_valid() and done(form, change):
        messages.success(request, _("The item is changed."))
        return redirect("agenda_item", pk=item.pk)
    return _item_page(request, actor, item.pk, form=form)


def _item_page(request: HttpRequest, actor: Actor, pk: int, **forms_given: Any) -> HttpResponse:
    """Read anew, so that what somebody else has written meanwhile stands beside what was typed."""
    item = access_item(actor, pk)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[item.case_id], purpose="agenda item")
    firms, members = could_conflict(item)
    shown = {
        "form": ItemForm(initial=ItemForm.first(item)),
        "reason": ReasonForm(prefix="off"),
        "conflict": ConflictForm(firms=firms, members=members),
        **forms_given,
    }
    refused = next((form for form in shown.values() if form.is_bound and form.errors), None)
    is_stale = shown["form"].is_bound and bool(refused)
    context = {
        **shown,
        "item": item,
        "session": item.session,
        "verdicts": verdicts(actor, item) if item.taken_off_at is None else [],
        "conflicts": conflicts_of(item),
        "has_seat": own_seat(actor, item.session) is not None,
        "is_open": item.session.state in agenda.OPEN and item.taken_off_at is None,
        "theirs": item if is_stale and shown["form"].data.get("version") != str(item.version) else None,
    }
    if context["theirs"]:
        again = shown["form"].data.copy()
        again["version"] = str(item.version)
        shown["form"].data = again
    return render(request, "support_meetings/agenda_item.html", context, status=409 if refused else 200)


@permission(Permission.SESSION_CASES)
@require_POST
def agenda_take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """取り下げ."""
    actor = actor_of(request)
    item, form = access_item(actor, pk), ReasonForm(request.POST, prefix="off")
    if form.is_valid() and done(
        form, lambda: agenda.take_off(actor=actor, item=item, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("The item is taken off the agenda. Copies in the portal open no more."))
        return redirect("session", pk=item.session_id)
    return _item_page(request, actor, pk, reason=form)


@permission(Permission.SESSION_CASES)
@require_POST
def agenda_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up, or down where the form says so."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    try:
        agenda.move_item(actor=actor, item=item, up=request.POST.get("way") != "down")
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("session", pk=item.session_id)


@permission(Permission.SESSION_CASES)
@require_POST
def agenda_exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """利益相反: an organisation or one member takes no part in the item."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    firms, members = could_conflict(item)
    form = ConflictForm(request.POST, firms=firms, members=members)

    def exclude() -> None:
        said = form.cleaned_data
        firm, member = said["organization"], said["member"]
        agenda.exclude(actor=actor, item=item, reason=said["reason"], organization_id=firm, member_id=member)

    if form.is_valid() and done(form, exclude):
        messages.success(request, _("The conflict is recorded. Copies that were with them are taken back."))
        return redirect("agenda_item", pk=item.pk)
    return _item_page(request, actor, pk, conflict=form)


@permission(Permission.SESSION_CASES)
@require_POST
def agenda_include(request: HttpRequest, pk: int) -> HttpResponse:
    """The conflict is gone."""
    actor = actor_of(request)
    conflict = access_exclusion(actor, pk)
    item: AgendaItem = conflict.item
    try:
        agenda.include_again(actor=actor, exclusion=conflict)
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("agenda_item", pk=item.pk)
