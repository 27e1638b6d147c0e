"""The ledger of disclosures, the withdrawal of a consent, the review of a report without consent."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from audit.paging import page_newest_first
from cases.subjects import case_numbers
from consent.access import access_consent, access_protection, ledger, refusals_by_month
from consent.actions import review_protection, withdraw_consent
from consent.forms import ReviewForm, WithdrawForm, via_words
from consent.gate import WORDS
from consent.models import Consent, ProtectionGround
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
        "refusals": _refusals(actor) if page.is_first else [],
        "counts_refusals": actor.may(Permission.PROTECTION_REVIEW) or actor.may(Permission.AUDIT_READ),
        "is_first": page.is_first,
    }
    return render(request, "consent/disclosure_list.html", context)


def _refusals(actor: Actor) -> list[dict[str, object]]:
    """A year of counts with each reason in words."""
    counted = refusals_by_month(actor, _a_year_before(timezone.now()))
    return [{**row, "reason": _reason(row["code"])} for row in counted]


def _a_year_before(now: datetime) -> datetime:
    first = timezone.localtime(now) - timedelta(days=365)
    return first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


_SENTENCES = {str(code): words.sentence for code, words in WORDS.items()}


def _reason(code: str) -> str:
    return str(_SENTENCES.get(code, code))


@permission(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The person takes a consent back, from this moment on."""
    actor = actor_of(request)
    consent = access_consent(actor, pk)
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="consent.consent", ids=[consent.pk], purpose="consent withdrawal"
    )
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_consent(actor=actor, consent=consent, via=form.cleaned_data["via"])
        messages.success(request, _("The consent is withdrawn. Nothing more is passed on because of it."))
        return redirect(_case_url(actor, consent))
    context = {
        "line": consent_lines([consent])[0],
        "via": via_words(consent.withdrawn_via),
        "form": form,
        "case_url": _case_url(actor, consent),
    }
    return render(request, "consent/withdraw.html", context)


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
    if request.method == "POST" and form.is_valid():
        if _reviewed_as_said(actor, ground, form):
            messages.success(request, _("Your review is recorded."))
            return redirect(_case_url(actor, ground))
        form.add_error(None, _("Somebody has reviewed this already. What they said stands below."))
        return _review_page(request, actor, access_protection(actor, pk), form, status=409)
    return _review_page(request, actor, ground, form)


def _reviewed_as_said(actor: Actor, ground: ProtectionGround, form: ReviewForm) -> bool:
    """False where another review came first; it stands."""
    upheld, note = form.is_upheld, form.cleaned_data["note"]
    done = review_protection(actor=actor, ground=ground, upheld=upheld, note=note)
    return (done.reviewed_by_id, done.upheld, done.review_note) == (actor.user_id, upheld, note)


def _review_page(
    request: HttpRequest, actor: Actor, ground: ProtectionGround, form: ReviewForm, status: int = 200
) -> HttpResponse:
    context = {"ground": ground, "form": form, "case_url": _case_url(actor, ground)}
    return render(request, "consent/review.html", context, status=status)


def _case_url(actor: Actor, about: Consent | ProtectionGround) -> str:
    """The case in which the report lies; before triage, the list of new reports."""
    number = case_numbers(actor, [about.subject]).get(about.subject)
    return reverse("case", args=[number]) + "#consents" if number else reverse("triage_list")
