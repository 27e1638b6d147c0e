"""A utility reports a household: one address, one step after the other, the ground first."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations import drafts
from organizations.actors import actor_of
from organizations.permissions import Permission, permission
from referrals.access import report_draft, sent_as
from referrals.errors import ReferralRefusal
from referrals.views_portal.pages import page
from referrals.views_portal.sending import foresee, refuse, send
from referrals.views_portal.wizard import Step, Wizard

_AFTER = {Step.START: Step.GROUND, Step.GROUND: Step.HOUSEHOLD, Step.HOUSEHOLD: Step.SEND}


@permission(Permission.REPORT_CREATE)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """`?r=` is the submission, `?step=` the page of it. Once sent, every step leads to the receipt."""
    actor = actor_of(request)
    wizard = Wizard.of(request, actor)
    if wizard is None:
        return redirect(f"{reverse('report')}?r={uuid4()}")
    if sent := sent_as(actor, wizard.number):
        wizard.discard()
        return redirect("report_sent", receipt=sent.receipt_number)
    return _answered(request, wizard) if request.method == "POST" else _ask(request, wizard)


def _ask(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    if wizard.step != Step.LEAFLET and not wizard.is_answered and wizard.step != wizard.first_undone:
        return redirect(wizard.address(wizard.first_undone))
    form = wizard.checked(wizard.step) if wizard.has_form and "mend" in request.GET else None
    return page(request, wizard, wizard.step, form)


def _answered(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    if wizard.first_undone == Step.LEAFLET:  # nothing more will be asked, so there is nothing to come back to
        wizard.discard()
        return redirect(wizard.address(Step.LEAFLET))
    wizard.save()
    if wizard.step == wizard.first_undone == Step.SEND:
        return _sent(request, wizard)
    if not wizard.is_answered:
        return redirect(wizard.address(wizard.first_undone, mend=True))
    refusal = foresee(wizard) if wizard.step == Step.GROUND else None
    return refuse(request, wizard, refusal) if refusal else redirect(wizard.address(_AFTER[wizard.step]))


def _sent(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    try:
        return send(request, wizard)
    except ReferralRefusal as refused:
        step = Step.START if refused.code == "not_your_office" else Step.HOUSEHOLD
        form = wizard.form(step, check=True)
        form.add_error(None, str(refused.sentence))
        return page(request, wizard, step, form, status=409)


@permission(Permission.REPORT_CREATE)
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw an unfinished report away."""
    try:
        number = UUID(request.POST.get("r", ""))
    except ValueError:
        return redirect("portal_home")
    actor = actor_of(request)
    drafts.discard(actor.user_id, report_draft(actor, number))
    messages.success(request, _("The unfinished report was thrown away. Nothing of it is kept."))
    return redirect("portal_home")
