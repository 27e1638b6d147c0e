"""A member at the portal: answers the request to serve, signs the pledge, has the own papers; nobody else's."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.answering import refused
from documents.answering import pdf
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access_membership import access_own, lines_of
from support_meetings.actions import declaring
from support_meetings.errors import MeetingRefusal
from support_meetings.forms_body import SignForm
from support_meetings.letters import LETTERS, is_ready, letter_pdf
from support_meetings.models import Appointment
from support_meetings.pledging import pledge_words
from support_meetings.states import pledge_of

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.MEMBER_ROOM)
@get_or_post
def serve_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no to the request to serve."""
    actor = actor_of(request)
    found = access_own(actor, pk)
    if request.method == "GET":
        return _reply_page(request, found)
    answer = request.POST.get("accepted", "")
    if answer not in ("yes", "no"):
        return _reply_page(request, found, _("Choose one of the two answers."), 400)
    sentence = _try(lambda: declaring.reply_to_request(actor=actor, appointment=found, accepted=answer == "yes"))
    if sentence:
        return _reply_page(request, access_own(actor, pk), sentence, 409)
    if answer == "no":
        messages.success(request, _("You have declined. The secretariat is told. Thank you for answering."))
        return redirect("room")
    messages.success(request, _("Thank you for accepting. Please read and sign the pledge of secrecy now."))
    return redirect("pledge_sign", pk=pk)


def _try(act: Callable[[], object]) -> str:
    try:
        with transaction.atomic():
            act()
    except MeetingRefusal as refusal:
        return str(refusal.sentence)
    return ""


def _reply_page(request: HttpRequest, found: Appointment, sentence: str = "", status: int = 200) -> HttpResponse:
    context = {"line": lines_of([found], timezone.localdate())[0], "appointment": found, "sentence": sentence}
    return render(request, "support_meetings/portal/serve_reply.html", context, status=status)


@permission(Permission.MEMBER_ROOM)
@get_or_post
def pledge_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The pledge with the provision in force today; signed by typing one's name."""
    actor = actor_of(request)
    found = access_own(actor, pk)
    form = SignForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                with transaction.atomic():
                    declaring.sign_pledge(actor=actor, appointment=found, **form.cleaned_data)
            except MeetingRefusal as refusal:
                status = refused(form, refusal)
            else:
                messages.success(request, _("The pledge is signed. Thank you."))
                return redirect("room")
    return _pledge_page(request, actor, access_own(actor, pk), form, status)


def _pledge_page(request: HttpRequest, actor: Actor, found: Appointment, form: SignForm, status: int) -> HttpResponse:
    signed = pledge_of(found)
    words = signed or pledge_words(found, timezone.localdate())
    opening, *promises = words.text.splitlines() or [""]
    context = {
        "appointment": found,
        "signed": signed,
        "opening": opening,
        "promises": promises,
        "provisions": words.provision.splitlines(),
        "form": form,
        "name": found.member.name,
    }
    return render(request, "support_meetings/portal/pledge.html", context, status=status)


@permission(Permission.MEMBER_ROOM)
@require_GET
def own_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One of the own papers of a term."""
    found = access_own(actor_of(request), pk)
    if kind not in LETTERS or not is_ready(found, kind):
        raise Http404
    return pdf(request, f"{kind} {found.number or found.request_number}.pdf", lambda: letter_pdf(found, kind))
