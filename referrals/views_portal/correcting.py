"""A sender puts one of its own reports right, or takes it back."""

from uuid import uuid5

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from organizations import drafts
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals import actions
from referrals.access import access_report, report_draft
from referrals.access_afterwards import replies_to, sent_before
from referrals.errors import ReferralRefusal
from referrals.forms.correction import RetractForm, answers_of
from referrals.models import Referral, ReplyDetail, RetractReason
from referrals.views_portal.reports import sent_page
from referrals.views_portal.wizard import Step


@permission(Permission.REPORT_CREATE)
@require_POST
def report_correct(request: HttpRequest, receipt: str) -> HttpResponse:
    """Open the pages of a report with what was sent; asked for again, they stand as they were left."""
    actor = actor_of(request)
    referral = access_report(actor, receipt)
    try:
        actions.require_standing(referral)
        actions.require_readable(referral)
    except ReferralRefusal as refusal:
        return sent_page(request, actor, referral, refusal=str(refusal.sentence), status=409)
    number = uuid5(referral.pk, f"correction by {actor.user_id}")
    draft = report_draft(actor, number)
    if drafts.load(actor.user_id, draft) is None:
        _write_draft(actor, referral, draft)
    return redirect(f"{reverse('report')}?r={number}&step={_first_step(referral)}")


def _write_draft(actor: Actor, referral: Referral, draft: str) -> None:
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="referrals.referral", ids=[referral.pk], purpose="correction"
    )
    drafts.save(actor.user_id, draft, answers_of(sent_before(actor, referral)))


def _first_step(referral: Referral) -> Step:
    """What was asked about is looked at first."""
    asked = next(iter(replies_to(referral)), None)
    return Step.GROUND if asked and ReplyDetail.CONSENT in asked.details else Step.HOUSEHOLD


@permission(Permission.REPORT_CREATE)
@require_http_methods(["GET", "POST"])
def report_withdraw(request: HttpRequest, receipt: str) -> HttpResponse:
    """Why it is taken back, and what follows; it cannot be undone."""
    actor = actor_of(request)
    referral = access_report(actor, receipt)
    form = RetractForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _withdrawn(request, actor, referral, RetractReason(form.cleaned_data["reason"]))
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="referrals.referral", ids=[referral.pk], purpose="report withdrawal"
    )
    try:
        actions.require_standing(referral)
    except ReferralRefusal as refusal:
        return sent_page(request, actor, referral, refusal=str(refusal.sentence), status=409)
    context = {"referral": referral, "form": form}
    return render(request, "referrals/portal/report_withdraw.html", context, status=400 if form.errors else 200)


def _withdrawn(request: HttpRequest, actor: Actor, referral: Referral, reason: RetractReason) -> HttpResponse:
    try:
        with transaction.atomic():
            actions.retract_report(actor=actor, referral=referral, reason=reason)
    except ReferralRefusal as refusal:
        return sent_page(request, actor, referral, refusal=str(refusal.sentence), status=409)
    messages.success(request, _("The report is withdrawn. The agency sees it at once."))
    return redirect("report_sent", receipt=referral.receipt_number)
