"""A report is asked about, returned to its sender, or passed on to the agency in charge."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consent.actions import count_refusal
from consent.errors import LegallyRefused
from consent.vocabulary import Route
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals import actions
from referrals.access_triage import access_triage
from referrals.errors import ReferralRefusal
from referrals.forms.step import Answers
from referrals.forms_triage import AskForm, PassOnForm
from referrals.models import CloseReason, ReplyDetail, Triage
from referrals.triage_page import agreed_form, refused_page, triage_page


@permission(Permission.REFERRAL_TRIAGE)
@require_POST
def triage_ask(request: HttpRequest, receipt: str) -> HttpResponse:
    """Ask the sender back; the report goes on waiting."""
    actor = actor_of(request)
    found = access_triage(actor, receipt)
    form = AskForm(request.POST)
    if not form.is_valid():
        return triage_page(request, actor, found, ask_form=form, status=400)
    questions = [ReplyDetail(one) for one in form.cleaned_data["questions"]]
    try:
        actions.ask_back(actor=actor, triage=found, questions=questions)
    except ReferralRefusal as refusal:
        return refused_page(request, actor, receipt, refusal, ask_form=form)
    messages.success(request, _("The sender is asked. The report goes on waiting here until it is answered."))
    return redirect("triage", receipt=receipt)


@permission(Permission.REFERRAL_TRIAGE)
@require_POST
def triage_return(request: HttpRequest, receipt: str) -> HttpResponse:
    """Give it back: the sender hears who is in charge, and of the household nothing crosses."""
    actor = actor_of(request)
    found = access_triage(actor, receipt)
    try:
        with transaction.atomic():
            actions.close_report(actor=actor, triage=found, reason=CloseReason.OTHER_AREA, note="")
    except ReferralRefusal as refusal:
        return refused_page(request, actor, receipt, refusal)
    messages.success(request, _returned(found))
    return redirect("triage", receipt=receipt)


def _returned(found: Triage) -> str:
    if found.referral.utility_id:
        return _("The report is returned. The sender sees it in the list of its reports.")
    return _("The report is closed. Please call who told us, and say which agency is in charge.")


@permission(Permission.REFERRAL_TRIAGE)
@require_POST
def triage_pass_on(request: HttpRequest, receipt: str) -> HttpResponse:
    """Pass it on through the gate. What is posted says on which ground, and what the person has just agreed to."""
    actor = actor_of(request)
    found = access_triage(actor, receipt)
    ground, form = request.POST.get("ground"), None
    if ground == "agreed":
        form = agreed_form(actor, found.referral, Answers(dict(request.POST.lists())))
        if not form.is_valid():
            return triage_page(request, actor, found, pass_on_form=form, status=400)
    try:
        with transaction.atomic():
            _pass_on(actor, found, ground, form)
    except LegallyRefused as refused:
        return _refused_by_law(request, actor, receipt, refused)
    except ReferralRefusal as refusal:
        return refused_page(request, actor, receipt, refusal, **({"pass_on_form": form} if form else {}))
    messages.success(request, _("The report is passed on. What it said is sealed here."))
    return redirect("triage", receipt=receipt)


def _pass_on(actor: Actor, found: Triage, ground: Any, form: PassOnForm | None) -> None:
    route = Route.B if ground == "protection" else Route.A
    actions.pass_on(actor=actor, triage=found, route=route, agreed=form.stated() if form else None)


def _refused_by_law(request: HttpRequest, actor: Actor, receipt: str, refused: LegallyRefused) -> HttpResponse:
    """422: nothing crossed, and of the consent that was typed nothing stays but a count."""
    found = access_triage(actor, receipt)
    count_refusal(
        actor=actor, code=refused.refusal.code, office_id=found.referral.office_id, municipality_id=actor.tenant
    )
    return triage_page(request, actor, found, refusal=refused.refusal, status=422)
