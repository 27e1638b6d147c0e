"""Composing a paper, looking it over as the member will see it, issuing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from consent.gate import Refusal, decide
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access import access_item
from support_meetings.access_papers import copies_of_paper, offered_lines, papers_of
from support_meetings.actions.papers import (
    Issued,
    correct_paper,
    issue_paper,
    own_seat,
    save_draft,
    with_log_in,
    without_copy,
)
from support_meetings.errors import MeetingRefusal
from support_meetings.forms_papers import ComposeForm, IssueForm, choices_of, note_of
from support_meetings.models import AgendaItem, Paper, Summons
from support_meetings.paper_gate import facts_for, items_of, reading_of, sharing


@permission(Permission.SESSION_CASES)
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick and shorten what the members need. One that is issued is shown as it stands."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    _record(actor, item, "paper of an agenda item")
    if request.method == "POST":
        return _save(request, actor, item)
    latest = next(iter(papers_of(item)), None)
    if latest is not None and latest.frozen_at is not None:
        return redirect("paper_issue", pk=item.pk)
    return _compose(request, item, _fresh_form(actor, item, latest))


def _fresh_form(actor: Actor, item: AgendaItem, draft: Paper | None) -> ComposeForm:
    lines = draft.lines if draft else None
    initial = {"version": draft.version if draft else 0, "note": note_of(lines)}
    return ComposeForm(choices=choices_of(offered_lines(item, actor), lines), initial=initial)


def _save(request: HttpRequest, actor: Actor, item: AgendaItem) -> HttpResponse:
    form = ComposeForm(request.POST)
    if not form.is_valid():
        return _compose(request, item, form, status=400)
    try:
        save_draft(actor=actor, item=item, version=form.cleaned_data["version"], lines=form.lines())
    except MeetingRefusal as refusal:
        return _refused_save(request, item, form, refusal)
    if "look" in request.POST:
        return redirect("paper_issue", pk=item.pk)
    messages.success(request, _("The paper is kept. Nobody has got it yet."))
    return redirect("paper", pk=item.pk)


def _refused_save(request: HttpRequest, item: AgendaItem, form: ComposeForm, refusal: MeetingRefusal) -> HttpResponse:
    """What was typed stands; beside it the newer paper, and saving again goes over that one."""
    newer = next(iter(papers_of(item)), None)
    version = newer.version if newer else 0
    return _compose(request, item, form, status=409, refusal=refusal.sentence, newer=newer, version=version)


def _compose(request: HttpRequest, item: AgendaItem, form: ComposeForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {"item": item, "session": item.session, "form": form, "version": form["version"].value(), **more}
    return render(request, "support_meetings/paper.html", context, status=status)


@permission(Permission.SESSION_CASES)
@require_POST
def paper_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a corrected version; the copies that are out stand until it is issued."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    try:
        correct_paper(actor=actor, item=item)
    except MeetingRefusal as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("paper_issue", pk=pk)
    return redirect("paper", pk=pk)


@permission(Permission.SESSION_CASES)
@require_http_methods(["GET", "POST"])
def paper_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as the members will see it, what the gate says of each of them, and the button that issues it."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    latest = next(iter(papers_of(item)), None)
    if latest is None:
        return redirect("paper", pk=pk)
    _record(actor, item, "paper looked over before it is issued")
    if request.method == "POST":
        return _issue(request, actor, item, latest)
    return _look_over(request, actor, item, latest)


def _issue(request: HttpRequest, actor: Actor, item: AgendaItem, latest: Paper) -> HttpResponse:
    form = _issue_form(item, latest, request.POST)
    if not form.is_valid():
        return _look_over(request, actor, item, latest, form=form, status=400)
    try:
        with transaction.atomic():
            issued = issue_paper(actor=actor, paper=latest, media=form.wanted(), version=form.cleaned_data["version"])
    except MeetingRefusal as refusal:
        return _look_over(request, actor, item, papers_of(item)[0], refusal=refusal, status=409)
    _tell(request, issued)
    return redirect("paper_issue", pk=item.pk)


def _tell(request: HttpRequest, issued: Issued) -> None:
    n = len(issued.copies)
    if n:
        said = ngettext("%(n)s copy was issued.", "%(n)s copies were issued.", n) % {"n": n}
        messages.success(request, said)
    elif issued.refused:
        messages.warning(request, _("No copy was issued: below stands for each member why."))
    else:
        messages.info(request, _("Everybody who is summoned has their copy already."))


@dataclass(frozen=True)
class Candidate:
    """A member who has no copy yet: what the gate says, and the field for how it would travel."""

    summons: Summons
    refusal: Refusal | None
    field: Any


def _look_over(
    request: HttpRequest,
    actor: Actor,
    item: AgendaItem,
    latest: Paper,
    *,
    form: IssueForm | None = None,
    refusal: MeetingRefusal | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or _issue_form(item, latest, None)
    seat = own_seat(actor, item.session)
    candidates = _candidates(item, latest, form, seat)
    context = {
        "item": item,
        "session": item.session,
        "paper": latest,
        "form": form,
        "seat": seat,
        "refusal": refusal,
        "candidates": candidates,
        "can_issue": seat is not None and any(one.refusal is None for one in candidates),
        "copies": copies_of_paper(latest),
        "mark": _("Specimen"),
    }
    return render(request, "support_meetings/paper_issue.html", context, status=status)


def _issue_form(item: AgendaItem, latest: Paper, data: Any) -> IssueForm:
    here = with_log_in(item.session)
    able = [one for one in without_copy(latest) if one.user_id in here]
    return IssueForm(data, able=able, initial={"version": latest.version})


def _candidates(item: AgendaItem, latest: Paper, form: IssueForm, seat: Any) -> list[Candidate]:
    if seat is None or not latest.lines:
        return [Candidate(one, None, None) for one in without_copy(latest)]
    facts, items, now = facts_for(item.session, item), items_of(latest.lines), timezone.now()
    found = []
    for one in without_copy(latest):
        crossing = sharing(item=item, sender=seat, to=one, items=items, at=now)
        verdicts = (decide(crossing, facts), decide(reading_of(crossing), facts))
        refusal = next((verdict for verdict in verdicts if isinstance(verdict, Refusal)), None)
        name = f"medium-{one.member_id}"
        found.append(Candidate(one, refusal, form[name] if name in form.fields else None))
    return found


def _record(actor: Actor, item: AgendaItem, purpose: str) -> None:
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[item.case_id], purpose=purpose)
