"""Decisions of a meeting, and extracts of the minutes for the members of an item."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from cases.models import CaseStatus
from cases.moving import version_of
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access import access_item
from support_meetings.access_minutes import access_decision
from support_meetings.actions.decisions import change_decision, drop_decision, finish_decision
from support_meetings.actions.extracts import extract_lines, issue_extract
from support_meetings.actions.papers import Issued
from support_meetings.forms_minutes import DecisionForm, DoneForm, DropForm, ExtractForm
from support_meetings.item_members import members_of
from support_meetings.models import AgendaItem, Decision, Paper, PaperCopy, PaperKind, SessionState
from support_meetings.views.minutes import is_open, may_do

get_or_post = require_http_methods(["GET", "POST"])


@permission(Permission.SESSION_CASES)
@get_or_post
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: correct it while the minutes are open, write what came of it, or drop it."""
    actor = actor_of(request)
    found = access_decision(actor, pk)
    first = {"what": found.what, "member": found.member_id or "", "due_on": found.due_on, "version": version_of(found)}
    people = members_of(found.item)
    form = DecisionForm(request.POST if request.method == "POST" else None, people=people, initial=first)

    def do() -> None:
        version = form.cleaned_data["version"] or 0
        change_decision(actor=actor, decision=found, version=version, decided=form.decided())

    if request.method == "POST" and form.is_valid() and may_do(form, do):
        messages.success(request, _("Saved: the decision."))
        return redirect("minutes_item", pk=found.item_id)
    if form.refused:
        form = _again(request.POST.copy(), form, people, access_decision(actor, pk))
    return _decision_page(request, actor, found.pk, form=form)


def _again(data: QueryDict, form: DecisionForm, people: list[tuple[int, str]], now: Decision) -> DecisionForm:
    """What was typed, with the version that stands now: sent again, it is meant."""
    data["version"] = str(version_of(now))
    again = DecisionForm(data, people=people)
    again.is_valid()
    again.refused = True
    for sentence in form.non_field_errors():
        again.add_error(None, sentence)
    return again


@permission(Permission.SESSION_CASES)
@require_POST
def decision_done(request: HttpRequest, pk: int) -> HttpResponse:
    """It was done, and this came of it."""
    actor = actor_of(request)
    found, form = access_decision(actor, pk), DoneForm(request.POST)

    def do() -> None:
        finish_decision(actor=actor, decision=found, outcome=form.cleaned_data["outcome"])

    if form.is_valid() and may_do(form, do):
        messages.success(request, _("Saved: the decision is done."))
        return _to_case(found)
    return _decision_page(request, actor, found.pk, done=form)


@permission(Permission.SESSION_CASES)
@require_POST
def decision_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not be done, for this reason."""
    actor = actor_of(request)
    found, form = access_decision(actor, pk), DropForm(request.POST)

    def do() -> None:
        drop_decision(actor=actor, decision=found, reason=form.cleaned_data["reason"])

    if form.is_valid() and may_do(form, do):
        messages.success(request, _("Saved: the decision is dropped."))
        return _to_case(found)
    return _decision_page(request, actor, found.pk, drop=form)


def _to_case(found: Decision) -> HttpResponse:
    return redirect(reverse("case", args=[found.case.number]) + "#meetings")


def _decision_page(
    request: HttpRequest,
    actor: Actor,
    pk: int,
    *,
    form: DecisionForm | None = None,
    done: DoneForm | None = None,
    drop: DropForm | None = None,
) -> HttpResponse:
    found = access_decision(actor, pk)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[found.case_id], purpose="decision")
    may_change = found.is_open and is_open(found.item.session) and found.case.status == CaseStatus.OPEN
    first = {"what": found.what, "member": found.member_id or "", "due_on": found.due_on, "version": version_of(found)}
    context = {
        "decision": found,
        "item": found.item,
        "stands": found.is_open,
        "form": form or DecisionForm(people=members_of(found.item), initial=first),
        "may_change": may_change,
        "done": done or DoneForm(),
        "drop": drop or DropForm(),
    }
    return render(request, "support_meetings/minutes_decision.html", context, status=_status(form, done, drop))


def _status(*forms: Any) -> int:
    bound = [form for form in forms if form is not None and form.is_bound]
    if any(form.refused for form in bound):
        return 409
    return 400 if any(form.errors for form in bound) else 200


@permission(Permission.SESSION_CASES)
@get_or_post
def extract(request: HttpRequest, pk: int) -> HttpResponse:
    """An extract of the minutes for the members of one item: what goes, to whom, and until when it can be read."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    form = ExtractForm(request.POST if request.method == "POST" else None, initial=ExtractForm.usual())
    issued: list[Issued] = []

    def do() -> None:
        wants = form.cleaned_data["with_discussion"]
        issued.append(issue_extract(actor=actor, item=item, with_discussion=wants, until=form.until))

    if request.method == "POST" and form.is_valid() and may_do(form, do):
        _tell(request, issued[0])
        return redirect("extract", pk=item.pk)
    return _extract_page(request, actor, item, form)


def _tell(request: HttpRequest, issued: Issued) -> None:
    count = len(issued.copies)
    if count:
        messages.success(request, ngettext("{n} copy is issued.", "{n} copies are issued.", count).format(n=count))
    elif not issued.refused:
        messages.info(request, _("Everybody has this extract already."))
    for summons, refusal in issued.refused:
        words = {"name": summons.member.name, "why": refusal.sentence}
        messages.warning(request, _("Not issued to %(name)s: %(why)s") % words)


def _extract_page(request: HttpRequest, actor: Actor, item: AgendaItem, form: ExtractForm) -> HttpResponse:
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[item.case_id], purpose="extract")
    papers = Paper.objects.filter(item=item, kind=PaperKind.EXTRACT, frozen_at__isnull=False)
    copies = PaperCopy.objects.defer("content").order_by("number")
    context = {
        "item": item,
        "session": item.session,
        "form": form,
        "lines": extract_lines(item, with_discussion=False) if item.result.strip() else [],
        "discussion": item.discussion,
        "members": members_of(item),
        "papers": papers.prefetch_related(Prefetch("copies", copies)).order_by("-revision"),
        "may_issue": bool(item.result.strip())
        and item.taken_off_at is None
        and item.session.state in (SessionState.CALLED, SessionState.CLOSED),
    }
    return render(request, "support_meetings/minutes_extract.html", context, status=_status(form))
