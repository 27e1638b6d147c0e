"""The municipality's meetings at the agency's door: founded, changed, dissolved, and their register."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.answering import refused
from documents.answering import issued, pdf
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings import access_membership as access
from support_meetings.access_body import access_meeting, meetings_of, sessions_of
from support_meetings.actions import body as actions
from support_meetings.charter_model import model_charter
from support_meetings.errors import MeetingRefusal
from support_meetings.forms_body import DissolveForm, EditForm, FoundForm, RegisterForm
from support_meetings.issuing import paper_of_charter
from support_meetings.letters import register_pdf
from support_meetings.models import LegalBasis, SupportMeeting

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.MEETING_READ)
@require_GET
def meeting_list(request: HttpRequest) -> HttpResponse:
    """What meetings there are, since when, who keeps their office. It names no household."""
    actor = actor_of(request)
    context = {"meetings": meetings_of(actor), "may_manage": actor.may(Permission.MEETING_MANAGE)}
    return render(request, "support_meetings/list.html", context)


@permission(Permission.MEETING_READ)
@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Charter, officers, members with their state, sessions."""
    actor = actor_of(request)
    return _meeting_page(request, actor, access_meeting(actor, pk))


def _meeting_page(
    request: HttpRequest, actor: Actor, found: SupportMeeting, dissolve: DissolveForm | None = None, status: int = 200
) -> HttpResponse:
    seats = access.seats_of(found)
    in_office = {
        line.appointment.member_id for line in seats if line.state.key in ("in_office", "ends_soon", "leaving")
    }
    context = {
        "meeting": found,
        "seats": seats,
        "former": access.former_of(found),
        "ending": access.ending_soon(seats),
        "sessions": sessions_of(found),
        "officers": [(_("Chair"), found.chair), (_("Deputy"), found.deputy)],
        "gone": [one for one in (found.chair, found.deputy) if one and one.pk not in in_office],
        "may_manage": actor.may(Permission.MEETING_MANAGE) and found.ended_on is None,
        "may_plan": actor.may(Permission.SESSION_PLAN) and found.ended_on is None,
        "dissolve_form": dissolve or DissolveForm(initial={"version": found.version, "on": timezone.localdate()}),
    }
    return render(request, "support_meetings/meeting.html", context, status=status)


@permission(Permission.MEETING_MANAGE)
@get_or_post
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Found a meeting."""
    actor = actor_of(request)
    first = {"founded_on": timezone.localdate(), "basis": LegalBasis.ACT_9}
    form = FoundForm(request.POST or None, municipality_id=actor.tenant, initial=first)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                with transaction.atomic():
                    made = _found(actor, form)
            except MeetingRefusal as refusal:
                status = refused(form, refusal)
            else:
                messages.success(request, _("The meeting is founded. Next, ask its members to serve."))
                return redirect("meeting", pk=made.pk)
    return render(request, "support_meetings/meeting_form.html", {"form": form, "meeting": None}, status=status)


def _found(actor: Actor, form: FoundForm) -> SupportMeeting:
    said, basis = form.cleaned_data, LegalBasis(form.cleaned_data["basis"])
    wanted = _body(said)
    if not wanted.charter_text.strip():
        office = dict(form.fields["secretariat"].choices)[wanted.secretariat_id]  # type: ignore[attr-defined]  # a choice field
        wanted = _body({**said, "charter_text": model_charter(basis, wanted.name, office)})
    return actions.found_meeting(actor=actor, basis=basis, wanted=wanted)


def _body(said: dict[str, Any]) -> actions.Body:
    return actions.Body(
        name=said["name"],
        founded_on=said["founded_on"],
        charter=said["charter"],
        charter_text=said["charter_text"].replace("\r\n", "\n"),
        secretariat_id=said["secretariat"],
    )


@permission(Permission.MEETING_MANAGE)
@get_or_post
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change charter and officers; where somebody else did meanwhile, what was typed stays to be compared."""
    actor = actor_of(request)
    found = access_meeting(actor, pk)
    form = _edit_form(request, actor, found)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                with transaction.atomic():
                    _edit(actor, found, form)
            except MeetingRefusal as refusal:
                found = access_meeting(actor, pk)
                form = _again(form, found) if refusal.code == "changed_meanwhile" else form
                status = refused(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("meeting", pk=pk)
    return render(request, "support_meetings/meeting_form.html", {"form": form, "meeting": found}, status=status)


def _edit_form(request: HttpRequest, actor: Actor, found: SupportMeeting) -> EditForm:
    people = list(actions.members_in_office(found))
    people += [one for one in (found.chair, found.deputy) if one and one not in people]
    first = {name: getattr(found, name) for name in ("version", "name", "founded_on", "charter", "charter_text")}
    officers = {"chair": found.chair_id, "deputy": found.deputy_id, "secretariat": found.secretariat_id}
    return EditForm(request.POST or None, municipality_id=actor.tenant, people=people, initial={**first, **officers})


def _again(form: EditForm, found: SupportMeeting) -> EditForm:
    """What was typed, with the version of now: a second "save" overwrites knowingly."""
    form.data = {**form.data.dict(), "version": str(found.version)}  # type: ignore[attr-defined]  # a QueryDict of the request
    return form


def _edit(actor: Actor, found: SupportMeeting, form: EditForm) -> None:
    said = form.cleaned_data
    actions.edit_meeting(
        actor=actor,
        meeting=found,
        wanted=_body(said),
        chair_id=said["chair"],
        deputy_id=said["deputy"],
        version=said["version"],
    )


@permission(Permission.MEETING_MANAGE)
@require_POST
def meeting_dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting ends, and every term with it."""
    actor = actor_of(request)
    found = access_meeting(actor, pk)
    form = DissolveForm(request.POST)
    if not form.is_valid():
        return _meeting_page(request, actor, found, form, 400)
    try:
        with transaction.atomic():
            actions.dissolve_meeting(
                actor=actor, meeting=found, on=form.cleaned_data["on"], version=form.cleaned_data["version"]
            )
    except MeetingRefusal as refusal:
        form.add_error(None, forms.ValidationError(str(refusal.sentence), code=refusal.code))
        return _meeting_page(request, actor, access_meeting(actor, pk), form, 409)
    messages.success(request, _("The meeting is dissolved. Its papers stay; the duty of secrecy goes on."))
    return redirect("meeting", pk=pk)


@permission(Permission.MEETING_READ)
@require_GET
def meeting_charter(request: HttpRequest, pk: int) -> HttpResponse:
    """The charter with its annex, as a PDF."""
    found = access_meeting(actor_of(request), pk)
    return issued(request, f"{found.charter}.pdf", paper_of_charter(found))


@permission(Permission.MEETING_READ)
@require_GET
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was a member on a day; today, unless asked otherwise."""
    found = access_meeting(actor_of(request), pk)
    form, day = _day(request)
    rows = access.lines_of(access.register_on(found, day), day)
    context = {"meeting": found, "form": form, "day": day, "lines": rows}
    return render(request, "support_meetings/register.html", context, status=400 if form.errors else 200)


@permission(Permission.MEETING_READ)
@require_GET
def meeting_register_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    found = access_meeting(actor_of(request), pk)
    _form, day = _day(request)
    return pdf(request, f"{found.name} {day:%Y-%m-%d}.pdf", lambda: register_pdf(found, day))


def _day(request: HttpRequest) -> tuple[RegisterForm, date]:
    form = RegisterForm(request.GET if "on" in request.GET else {"on": timezone.localdate()})
    asked = form.cleaned_data.get("on") if form.is_valid() else None
    return form, asked or timezone.localdate()
