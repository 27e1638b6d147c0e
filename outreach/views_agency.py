"""Visits: planned, recorded, looked at. Made for a phone at the door."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from cases.access import access_case
from cases.errors import CaseRefusal
from cases.models import Case
from organizations import drafts
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from outreach.access import access_visit
from outreach.actions import finish_visit, plan_visit, record_visit
from outreach.forms import MadeForm, PlanForm, RecordForm, VisitForm, now_for_form
from outreach.looks import look
from outreach.models import Visit

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.VISIT_WRITE)
@get_or_post
def visit_plan(request: HttpRequest, number: str) -> HttpResponse:
    """Plan a visit of one's own."""
    actor = actor_of(request)
    case = _shown_case(actor, number)
    draft = f"visit-plan-{case.pk}"
    form = _form(request, PlanForm, actor, draft, {"submission": uuid.uuid4()})

    def do() -> None:
        said = form.cleaned_data
        plan_visit(
            actor=actor,
            case=case,
            planned_for=form.planned_for,
            companions=said["companions"],
            caution=said["caution"],
            submission=said["submission"],
        )

    if request.method == "POST" and _done(form, do):
        return _to_case(request, actor, case, draft, _("The visit is planned."))
    return _page(request, "outreach/visit_plan.html", form, actor, draft, case=case)


@permission(Permission.VISIT_WRITE)
@get_or_post
def visit_record(request: HttpRequest, number: str) -> HttpResponse:
    """Record a visit that nobody had planned."""
    actor = actor_of(request)
    case = _shown_case(actor, number)
    draft = f"visit-record-{case.pk}"
    form = _form(request, RecordForm, actor, draft, {"submission": uuid.uuid4(), **now_for_form()})

    def do() -> None:
        record_visit(actor=actor, case=case, made=form.made(), submission=form.cleaned_data["submission"])

    if request.method == "POST" and _done(form, do):
        return _to_case(request, actor, case, draft, _("The visit is recorded."))
    return _page(request, "outreach/visit_record.html", form, actor, draft, case=case)


@permission(Permission.VISIT_WRITE)
@get_or_post
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """A planned visit to be recorded at the door; once recorded, what came of it."""
    actor = actor_of(request)
    planned = access_visit(actor, pk)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="outreach.visit", ids=[planned.pk], purpose="visit page")
    draft = f"visit-{planned.pk}"
    form = _form(request, MadeForm, actor, draft, now_for_form())

    def do() -> None:
        finish_visit(actor=actor, visit=planned, made=form.made())

    if request.method == "POST" and _done(form, do):
        return _to_case(request, actor, planned.case, draft, _("The visit is recorded."))
    if request.method == "GET" and planned.outcome:
        return render(request, "outreach/visit.html", {"visit": planned, "look": look(planned.outcome)})
    return _page(request, "outreach/visit_record.html", form, actor, draft, case=planned.case, visit=planned)


def _shown_case(actor: Actor, number: str) -> Case:
    case = access_case(actor, number)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[case.pk], purpose="visit page")
    return case


def _form(request: HttpRequest, kind: Callable[..., Any], actor: Actor, draft: str, first: dict[str, Any]) -> Any:
    """The form as sent; or with what was being typed, over its first values."""
    if request.method == "POST":
        return kind(request.POST)
    kept = drafts.load(actor.user_id, draft)
    return kind(initial={**first, **(kept.dict() if kept else {})})


def _done(form: VisitForm, do: Callable[[], None]) -> bool:
    """Valid and written; a refusal becomes an error of the form, with nothing typed lost."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            do()
    except CaseRefusal as refusal:
        form.refused = True
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _to_case(request: HttpRequest, actor: Actor, case: Case, draft: str, sentence: str) -> HttpResponse:
    drafts.discard(actor.user_id, draft)
    messages.success(request, sentence)
    return redirect(reverse("case", args=[case.number]) + "#visits")


def _page(
    request: HttpRequest,
    template: str,
    form: VisitForm,
    actor: Actor,
    draft: str,
    *,
    case: Case,
    visit: Visit | None = None,
) -> HttpResponse:
    """409 where the action refused, 200 otherwise."""
    context = {"form": form, "case": case, "visit": visit, "draft_token": drafts.token(actor.user_id, draft)}
    return render(request, template, context, status=409 if form.refused else 200)
