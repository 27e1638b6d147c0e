"""The signed form of a consent, handed in after the report."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from consent.access import evidence_of
from consent.actions import count_refusal
from consent.errors import LegallyRefused
from consent.forms_record import EvidenceForm
from consent.models import Consent
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals import actions
from referrals.access import access_report
from referrals.access_afterwards import own_consent
from referrals.actions.proving import PROVABLE
from referrals.errors import ReferralRefusal
from referrals.models import Referral
from referrals.standing import standing_of
from referrals.views_portal.reports import sent_page
from referrals.views_portal.sending import article


@permission(Permission.REPORT_CREATE)
@require_http_methods(["GET", "POST"])
def report_evidence(request: HttpRequest, receipt: str) -> HttpResponse:
    """A scan or photograph of what the person signed; a 404 for a report that rests on something else."""
    actor = actor_of(request)
    referral = access_report(actor, receipt)
    consent = own_consent(actor, referral)
    if consent is None:
        raise Http404
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="referrals.referral", ids=[referral.pk], purpose="evidence sent"
    )
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    if request.method == "POST" and form.is_valid():
        return _handed_in(request, actor, referral, consent, form)
    if standing_of(referral) not in PROVABLE:
        sentence = _("This report is no longer open, so nothing can be added to it.")
        return sent_page(request, actor, referral, refusal=sentence, status=409)
    return _page(request, actor, referral, consent, form, status=400 if form.errors else 200)


def _handed_in(
    request: HttpRequest, actor: Actor, referral: Referral, consent: Consent, form: EvidenceForm
) -> HttpResponse:
    try:
        with transaction.atomic():
            new = actions.hand_in_form(actor=actor, referral=referral, files=form.cleaned_data["scans"])
    except LegallyRefused as refused:
        return _refused(request, actor, referral, consent, refused)
    except ReferralRefusal as refusal:
        return sent_page(request, actor, referral, refusal=str(refusal.sentence), status=409)
    if new:
        messages.success(request, _("The form has arrived. The agency sees it with the report."))
    else:
        messages.info(request, _("This very file was handed in already; it was not added twice."))
    return redirect("report_evidence", receipt=referral.receipt_number)


def _refused(
    request: HttpRequest, actor: Actor, referral: Referral, consent: Consent, refused: LegallyRefused
) -> HttpResponse:
    """422: the file is not kept; a count is."""
    count_refusal(
        actor=actor,
        code=refused.refusal.code,
        office_id=referral.office_id,
        municipality_id=referral.municipality_id,
    )
    more = {"refusal": refused.refusal, "article": article(refused.refusal.provision)}
    return _page(request, actor, referral, consent, EvidenceForm(), status=422, **more)


def _page(
    request: HttpRequest,
    actor: Actor,
    referral: Referral,
    consent: Consent,
    form: EvidenceForm,
    *,
    status: int,
    **more: object,
) -> HttpResponse:
    context = {"referral": referral, "form": form, "evidence": evidence_of(actor, [consent]), **more}
    return render(request, "referrals/portal/report_evidence.html", context, status=status)
