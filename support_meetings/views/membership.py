"""Members at the agency's door: asked, accepted, appointed, pledged, renewed, gone, each with its paper."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.answering import refused
from documents.answering import issued, pdf
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings import access_membership as access
from support_meetings.access import access_session
from support_meetings.access_body import access_meeting
from support_meetings.actions import declaring, membership
from support_meetings.actions.body import other_organization
from support_meetings.actions.provisional import Spot, appoint_for_session
from support_meetings.errors import MeetingRefusal
from support_meetings.forms_body import (
    AppointForm,
    AskForm,
    EndForm,
    PaperPledgeForm,
    ProvisionalForm,
    RenewForm,
    ReplyForm,
)
from support_meetings.issuing import paper_of_term
from support_meetings.letters import LETTERS, is_ready, letter_pdf
from support_meetings.membership_page import appointment_page
from support_meetings.models import Appointment, EndReason, Means, SupportMeeting
from support_meetings.states import pledge_of

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.MEETING_MANAGE)
@get_or_post
def member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody to serve. `?member=` brings who is known already and now sits for another organisation."""
    actor = actor_of(request)
    meeting = access_meeting(actor, pk)
    first = {**AskForm.fresh(), "member": request.GET.get("member", "")}
    form = AskForm(request.POST or None, initial=first, **_choices(actor, meeting))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                with transaction.atomic():
                    asked = _ask(actor, meeting, form.cleaned_data)
            except MeetingRefusal as refusal:
                status = refused(form, refusal)
            else:
                messages.success(request, _("Asked to serve. Print the letter, or wait for the answer at the portal."))
                return redirect("appointment", pk=asked.pk)
    return render(request, "support_meetings/member_new.html", {"form": form, "meeting": meeting}, status=status)


def _choices(actor: Actor, meeting: SupportMeeting) -> dict[str, Any]:
    return {"people": access.members_of(meeting), "groups": access.organizations_for(actor)}


def _ask(actor: Actor, meeting: SupportMeeting, said: dict[str, Any]) -> Appointment:
    seat = membership.Seat(
        _organization(actor, said), said["post"], said["starts_on"], said["ends_on"], said["reply_by"]
    )
    return membership.ask_to_serve(actor=actor, meeting=meeting, who=_who(said), seat=seat)


def _organization(actor: Actor, said: dict[str, Any]) -> int:
    chosen: int | None = said["organization"]
    return chosen or other_organization(actor=actor, name=said["other"]).pk


def _who(said: dict[str, Any]) -> membership.Who:
    return membership.Who(
        member_id=said["member"],
        name=said["name"],
        kana=said["kana"],
        email=said["email"],
        phone=said.get("phone", ""),
        address=said.get("address", ""),
    )


@permission(Permission.MEETING_MANAGE)
@get_or_post
def provisional_new(request: HttpRequest, pk: int) -> HttpResponse:
    """臨時委員: from the session, in one short form."""
    actor = actor_of(request)
    session = access_session(actor, pk)
    form = ProvisionalForm(request.POST or None, **_choices(actor, session.meeting))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            said = form.cleaned_data
            spot = Spot(Means(said["accepted_by"]), said["pledge"] == "paper")
            try:
                with transaction.atomic():
                    made = appoint_for_session(
                        actor=actor,
                        session=session,
                        who=_who(said),
                        organization_id=_organization(actor, said),
                        post=said["post"],
                        spot=spot,
                    )
            except MeetingRefusal as refusal:
                status = refused(form, refusal)
            else:
                words = {"name": made.member.name}
                messages.success(request, _("%(name)s is appointed for this session and called to it.") % words)
                return redirect("session", pk=pk)
    context = {"form": form, "session": session}
    return render(request, "support_meetings/provisional.html", context, status=status)


@permission(Permission.MEETING_READ)
@require_GET
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """One term: where it stands, what comes next, its papers."""
    actor = actor_of(request)
    return appointment_page(request, actor, access.access_appointment(actor, pk))


Verb = Callable[[Actor, Appointment, dict[str, Any]], Any]


def _do(request: HttpRequest, pk: int, kind: type[forms.Form], name: str, verb: Verb, done: str) -> HttpResponse:
    """One verb of a term: its form is read, the action called, a refusal shown where it was asked for."""
    actor = actor_of(request)
    found = access.access_appointment(actor, pk)
    form = kind(request.POST)
    if not form.is_valid():
        return appointment_page(request, actor, found, {name: form}, 400)
    try:
        with transaction.atomic():
            verb(actor, found, form.cleaned_data)
    except MeetingRefusal as refusal:
        status = refused(form, refusal)
        return appointment_page(request, actor, access.access_appointment(actor, pk), {name: form}, status)
    messages.success(request, done)
    return redirect("appointment", pk=pk)


@permission(Permission.MEETING_MANAGE)
@require_POST
def appointment_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of acceptance, or a refusal, came on paper."""

    def verb(actor: Actor, found: Appointment, said: dict[str, Any]) -> None:
        declaring.record_reply(actor=actor, appointment=found, accepted=said["accepted"] == "yes", on=said["on"])

    return _do(request, pk, ReplyForm, "reply", verb, _("The reply is recorded."))


@permission(Permission.MEETING_MANAGE)
@require_POST
def appointment_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """委嘱."""

    def verb(actor: Actor, found: Appointment, said: dict[str, Any]) -> None:
        membership.appoint(actor=actor, appointment=found, **said)

    return _do(request, pk, AppointForm, "appoint", verb, _("Appointed. Papers open once the pledge is signed too."))


@permission(Permission.MEETING_MANAGE)
@require_POST
def appointment_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The pledge was signed on paper."""

    def verb(actor: Actor, found: Appointment, said: dict[str, Any]) -> None:
        declaring.record_pledge(actor=actor, appointment=found, **said)

    return _do(request, pk, PaperPledgeForm, "pledge", verb, _("The pledge is recorded. Keep the signed paper."))


@permission(Permission.MEETING_MANAGE)
@require_POST
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """退任."""

    def verb(actor: Actor, found: Appointment, said: dict[str, Any]) -> None:
        membership.end_appointment(actor=actor, appointment=found, on=said["on"], reason=EndReason(said["reason"]))

    return _do(request, pk, EndForm, "end", verb, _("The end is recorded. Print the leaving letter and hand it over."))


@permission(Permission.MEETING_MANAGE)
@require_POST
def appointment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The request to serve is taken back."""

    def verb(actor: Actor, found: Appointment, _said: dict[str, Any]) -> None:
        membership.withdraw_request(actor=actor, appointment=found)

    return _do(request, pk, forms.Form, "withdraw", verb, _("The request is taken back."))


@permission(Permission.MEETING_MANAGE)
@require_POST
def appointment_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """再任: asked for the next term."""
    made: list[Appointment] = []

    def verb(actor: Actor, found: Appointment, said: dict[str, Any]) -> None:
        made.append(membership.renew(actor=actor, appointment=found, ends_on=said["ends_on"]))

    answer = _do(
        request, pk, RenewForm, "renew", verb, _("Asked for the next term. It needs an acceptance and a pledge again.")
    )
    return redirect("appointment", pk=made[0].pk) if made else answer


@permission(Permission.MEETING_READ)
@require_GET
def appointment_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A paper of this term as a PDF; a 404 for one that does not exist yet."""
    found = access.access_appointment(actor_of(request), pk)
    if kind not in LETTERS or not is_ready(found, kind):
        raise Http404
    number = found.number or found.request_number
    name = f"{number} {kind} {timezone.localdate():%Y%m%d}.pdf"
    if kind == "pledge" and pledge_of(found) is None:
        return pdf(request, name, lambda: letter_pdf(found, kind))
    return issued(request, name, paper_of_term(found, kind))
