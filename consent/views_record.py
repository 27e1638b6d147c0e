"""A consent is recorded, renewed and looked at; its evidence is added and read."""

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from cases.access import access_case
from cases.subjects import case_numbers, subjects_of
from consent.access import access_consent, access_evidence, evidence_of, newer_of, same_act
from consent.errors import ConsentRefusal
from consent.files import evidence_response
from consent.forms_record import EvidenceForm, RecordForm, typed
from consent.models import Consent
from consent.pages import case_url
from consent.recipients import offered
from consent.reports import ReportAbout, reports_about
from consent.sealing import is_sealed
from consent.taking import keep_evidence, record_consent
from consent.vocabulary import NOT_BY_THE_PERSON
from consent.words import consent_lines, listed, via_words
from organizations import drafts
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.CASE_WRITE)
@get_or_post
def consent_record(request: HttpRequest, number: str) -> HttpResponse:
    """The person of a case has said yes."""
    actor = actor_of(request)
    case = access_case(actor, number)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[case.pk], purpose="consent record")
    return _record(request, actor, subjects_of(case), f"consent-case-{case.pk}")


@permission(Permission.CASE_WRITE)
@get_or_post
def consent_record_report(request: HttpRequest, subject: UUID) -> HttpResponse:
    """The same for a report that is in no case yet."""
    actor = actor_of(request)
    if all(one.is_sealed for one in reports_about(actor, [subject])):
        raise Http404
    record_access(actor=actor, kind=AccessKind.VIEW, subject="consent.consent", ids=[subject], purpose="consent record")
    return _record(request, actor, [subject], f"consent-report-{subject}")


@permission(Permission.CASE_WRITE)
@get_or_post
def consent_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """The person is asked again: the earlier scope stands beside, and nothing is ticked."""
    actor = actor_of(request)
    before = access_consent(actor, pk)
    if is_sealed(before):
        raise Http404
    record_access(actor=actor, kind=AccessKind.VIEW, subject="consent.consent", ids=[pk], purpose="consent record")
    if before.withdrawn_at is not None and request.method == "GET":
        messages.info(request, _("This consent has ended already. If the person agrees again, record a new one."))
        return redirect("consent", pk=pk)
    subjects = [row.subject for row in same_act(actor, before)]
    return _record(request, actor, subjects, f"consent-renew-{pk}", before)


def _record(
    request: HttpRequest, actor: Actor, subjects: Sequence[UUID], draft: str, before: Consent | None = None
) -> HttpResponse:
    about = reports_about(actor, subjects)
    form = _form(request, actor, about, draft, before)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                rows = record_consent(
                    actor=actor,
                    said=form.said(),
                    about=about,
                    submission=form.cleaned_data["submission"],
                    renews=before,
                    files=form.cleaned_data["scans"],
                )
        except ConsentRefusal as refusal:
            form.add_error(None, str(refusal.sentence))
            status = 409
        else:
            drafts.discard(actor.user_id, draft)
            messages.success(request, _("The consent is recorded. It holds from now on."))
            return redirect("consent", pk=rows[0].pk)
    elif request.method == "POST":
        status = 400
    return _record_page(request, actor, about, form, draft, before, status)


def _form(
    request: HttpRequest, actor: Actor, about: list[ReportAbout], draft: str, before: Consent | None
) -> RecordForm:
    """As sent; or with what was being typed, over its first values."""
    choices = offered(actor, about)
    if request.method == "POST":
        return RecordForm(request.POST, request.FILES, offered=choices, before=before)
    kept = drafts.load(actor.user_id, draft)
    first = {"submission": uuid.uuid4(), **RecordForm.first(actor.name), **(typed(kept) if kept else {})}
    return RecordForm(initial=first, offered=choices, before=before)


def _record_page(
    request: HttpRequest,
    actor: Actor,
    about: list[ReportAbout],
    form: RecordForm,
    draft: str,
    before: Consent | None,
    status: int,
) -> HttpResponse:
    numbers = case_numbers(actor, [one.subject for one in about])
    number = next(iter(numbers.values()), "")
    context = {
        "form": form,
        "receipts": listed(one.number for one in about),
        "number": number,
        "back": case_url(number),
        "before": consent_lines([before])[0] if before else None,
        "draft_token": drafts.token(actor.user_id, draft),
        "has_companies": bool(form.offered.companies),
    }
    return render(request, "consent/record.html", context, status=status)


@permission(Permission.CASE_READ)
@require_GET
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """One consent with its evidence, and what can be done with it."""
    actor = actor_of(request)
    found = access_consent(actor, pk)
    return _consent_page(request, actor, found, EvidenceForm(), 200)


@permission(Permission.CASE_WRITE)
@require_POST
def consent_evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed form comes later, by post or in a photograph."""
    actor = actor_of(request)
    found = access_consent(actor, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _consent_page(request, actor, found, form, 400)
    try:
        with transaction.atomic():
            kept = [keep_evidence(actor=actor, consent=found, file=file) for file in form.cleaned_data["scans"]]
    except ConsentRefusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _consent_page(request, actor, found, form, 409)
    if all(kept):
        messages.success(request, _("The evidence is kept with the consent."))
    else:
        messages.info(request, _("This very file is kept here already; it was not added twice."))
    return redirect("consent", pk=pk)


@permission(Permission.CASE_READ)
@require_GET
def consent_evidence(request: HttpRequest, pk: int, evidence: UUID) -> HttpResponse:
    """The file as it was given, to be saved and opened; recorded first."""
    actor = actor_of(request)
    found = access_evidence(actor, access_consent(actor, pk), evidence)
    record_access(
        actor=actor, kind=AccessKind.EXPORT, subject="consent.consent", ids=[pk], purpose="evidence of a consent"
    )
    return evidence_response(found)


def _consent_page(request: HttpRequest, actor: Actor, found: Consent, form: EvidenceForm, status: int) -> HttpResponse:
    record_access(actor=actor, kind=AccessKind.VIEW, subject="consent.consent", ids=[found.pk], purpose="consent page")
    rows = same_act(actor, found)
    number = case_numbers(actor, [row.subject for row in rows]).get(found.subject, "")
    context = {
        "line": consent_lines(rows)[0],
        "consent": found,
        "via": via_words(found.withdrawn_via),
        "is_taken_back": found.withdrawn_at is not None and found.withdrawn_via not in NOT_BY_THE_PERSON,
        "is_sealed": is_sealed(found),
        "newer": newer_of(actor, found),
        "evidence": evidence_of(actor, rows),
        "form": form,
        "number": number,
        "back": case_url(number),
        "may_write": actor.may(Permission.CASE_WRITE),
    }
    return render(request, "consent/consent.html", context, status=status)
