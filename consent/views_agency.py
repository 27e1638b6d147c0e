"""The ledger of disclosures, the withdrawal of a consent, the review of a report without consent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from audit.paging import page_newest_first
from cases.subjects import case_numbers
from consent.access import access_consent, access_protection, counts_refusals, ledger, same_act
from consent.actions import review_protection, withdraw_consent
from consent.forms import ReviewForm, WithdrawForm
from consent.models import Consent, ProtectionGround
from consent.pages import case_url
from consent.provisions import provision_of
from consent.reports import reports_about
from consent.vocabulary import WithdrawnVia
from consent.words import consent_lines, disclosure_lines
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@permission(Permission.DISCLOSURE_READ)
@require_GET
def disclosure_list(request: HttpRequest) -> HttpResponse:
    """What crossed, from whom to whom, on which ground; without anybody's name."""
    actor = actor_of(request)
    page = page_newest_first(request, ledger(actor), "at")
    record_access(
        actor=actor, kind=AccessKind.LIST, subject="consent.disclosure", ids=page.ids, purpose="disclosure list"
    )
    numbers = case_numbers(actor, {row.subject for row in page.rows})
    context = {
        "lines": disclosure_lines(page.rows, numbers),
        "next_url": page.next_url,
        "counts_refusals": counts_refusals(actor),
        "may_review": actor.may(Permission.PROTECTION_REVIEW),
        "is_first": page.is_first,
    }
    return render(request, "consent/disclosure_list.html", context)


@permission(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The person takes a consent back, from this moment on."""
    actor = actor_of(request)
    consent = access_consent(actor, pk)
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="consent.consent", ids=[consent.pk], purpose="consent withdrawal"
    )
    if consent.withdrawn_at is not None:
        return _ended_already(request, consent)
    form = WithdrawForm(request.POST or None, consent=consent)
    if request.method == "POST" and form.is_valid():
        done = withdraw_consent(actor=actor, consent=consent, via=form.cleaned_data["via"], at=form.withdrawn_at)
        if done.withdrawn_via == WithdrawnVia.RENEWED:
            return _ended_already(request, done)
        messages.success(
            request,
            _(
                "The consent is withdrawn. Nothing more is passed on because of it. The receipt for the person is below."
            ),
        )
        return redirect("consent", pk=pk)
    context = {
        "line": consent_lines(same_act(actor, consent))[0],
        "form": form,
        "case_url": _case_url(actor, consent),
    }
    return render(request, "consent/withdraw.html", context)


def _ended_already(request: HttpRequest, consent: Consent) -> HttpResponse:
    """Two tabs: what ended first stands. A newer consent in its place is not withdrawn by this."""
    if consent.withdrawn_via == WithdrawnVia.RENEWED:
        messages.warning(
            request,
            _("A newer consent stands in place of this one. If the person takes it back, withdraw the newer one."),
        )
    else:
        messages.info(request, _("This consent is withdrawn already."))
    return redirect("consent", pk=consent.pk)


@permission(Permission.PROTECTION_REVIEW)
@require_http_methods(["GET", "POST"])
def protection_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead caseworker reads both reasons and says whether they hold; said once."""
    actor = actor_of(request)
    ground = access_protection(actor, pk)
    record_access(
        actor=actor,
        kind=AccessKind.VIEW,
        subject="consent.protectionground",
        ids=[ground.pk],
        purpose="protection review",
    )
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (ground.awaits_review or ground.reviewed_at):
        if _reviewed_as_said(actor, ground, form):
            messages.success(request, _("Your review is recorded."))
            return redirect("protection_list")
        form.add_error(None, _("Somebody has reviewed this already. What they said stands below."))
        return _review_page(request, actor, access_protection(actor, pk), form, status=409)
    return _review_page(request, actor, ground, form)


def _reviewed_as_said(actor: Actor, ground: ProtectionGround, form: ReviewForm) -> bool:
    """False where another review came first; it stands."""
    failed, note = form.failed, form.cleaned_data["note"]
    done = review_protection(actor=actor, ground=ground, upheld=failed is None, note=note, failed=failed)
    said = (done.reviewed_by_id, done.failed_limb, done.review_note)
    return said == (actor.user_id, failed or "", note)


def _review_page(
    request: HttpRequest, actor: Actor, ground: ProtectionGround, form: ReviewForm, status: int = 200
) -> HttpResponse:
    report = next(iter(reports_about(actor, [ground.subject])), None)
    context = {
        "ground": ground,
        "form": form,
        "case_url": _case_url(actor, ground),
        "receipt": report.number if report else "",
        "may_tell": bool(report and report.told_by),
        "provision": provision_of(ground),
    }
    return render(request, "consent/review.html", context, status=status)


def _case_url(actor: Actor, about: Consent | ProtectionGround) -> str:
    return case_url(case_numbers(actor, [about.subject]).get(about.subject, ""))
