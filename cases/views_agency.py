"""Today, the list of cases with its search, the case page and its verbs."""

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from cases import actions, queries
from cases.access import access_case
from cases.composed import changes, today_panels
from cases.errors import CaseRefusal
from cases.forms import AssignForm, FilterForm, NoteForm, SearchForm, VersionForm
from cases.models import Case, CaseStatus, NoteKind
from cases.pages import case_page
from cases.panels import note_draft
from organizations import drafts
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission


@permission(Permission.TODAY_READ)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What cannot wait, and one's own visits and next steps. Each panel records what it shows."""
    panels = today_panels(actor_of(request))
    context = {
        "main": [panel for panel in panels if panel.column == "main"],
        "side": [panel for panel in panels if panel.column != "main"],
        "day": timezone.localdate(),
        "search_form": SearchForm(),
    }
    return render(request, "cases/today.html", context)


@permission(Permission.CASE_READ)
@require_http_methods(["GET", "POST"])
def case_list(request: HttpRequest) -> HttpResponse:
    """The list; a search comes by POST, so that nobody's name stands in an address or a log."""
    actor = actor_of(request)
    return _found(request, actor) if request.method == "POST" else _listed(request, actor)


def _listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    asked = FilterForm(request.GET)
    asked.is_valid()
    state = asked.cleaned_data.get("state") or CaseStatus.OPEN
    mine = asked.cleaned_data.get("who") == "mine"
    cases, following = queries.listed(actor, state=state, mine=mine, before=asked.cleaned_data.get("after"))
    _record(actor, AccessKind.LIST, cases, "case list")
    kept = {"state": state, **({"who": "mine"} if mine else {})}
    context = {
        "lines": _lines(cases),
        "filter_form": FilterForm(initial=kept),
        "search_form": SearchForm(),
        "next_url": f"?{urlencode({**kept, 'after': following})}" if following else "",
        "is_filtered": mine or state != CaseStatus.OPEN,
    }
    return render(request, "cases/list.html", context)


def _found(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _listed(request, actor)
    result = queries.search(actor, form.cleaned_data["q"])
    _record(actor, AccessKind.SEARCH, [found.case for found in result.cases], "case search")
    for subject, pk in (hit.subject for hit in result.elsewhere):
        record_access(actor=actor, kind=AccessKind.SEARCH, subject=subject, ids=[pk], purpose="case search")
    return render(request, "cases/found.html", {"search_form": form, "result": result})


def _lines(cases: list[Case]) -> list[tuple[Case, list[queries.Hint]]]:
    hints = queries.hints(cases)
    return [(case, hints[case.pk]) for case in cases]


def _record(actor: Actor, kind: AccessKind, cases: list[Case], purpose: str) -> None:
    record_access(actor=actor, kind=kind, subject="cases.case", ids=[case.pk for case in cases], purpose=purpose)


@permission(Permission.CASE_READ)
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case with all that the apps know of it."""
    actor = actor_of(request)
    return case_page(request, actor, access_case(actor, number))


@permission(Permission.CASE_READ)
@require_GET
def case_history(request: HttpRequest, number: str) -> HttpResponse:
    """Who changed what."""
    actor = actor_of(request)
    found = access_case(actor, number)
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=[found.pk], purpose="case history")
    return render(request, "cases/history.html", {"case": found, "changes": changes(found)})


@permission(Permission.CASE_WRITE)
@require_POST
def case_add_note(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note. A refused one comes back with its text."""
    actor = actor_of(request)
    found = access_case(actor, number)
    form = NoteForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            with transaction.atomic():
                _add_note(actor, found, form)
        except CaseRefusal as refusal:
            form.add_error(None, forms.ValidationError(str(refusal.sentence), code=refusal.code))
            status = 409
        else:
            drafts.discard(actor.user_id, note_draft(found))
            messages.success(request, _("The note is written."))
            return redirect(reverse("case", args=[number]) + "#timeline")
    return case_page(request, actor, found, {"timeline": {"form": form}}, status)


def _add_note(actor: Actor, found: Case, form: NoteForm) -> None:
    said = form.cleaned_data
    actions.add_note(
        actor=actor,
        case=found,
        kind=NoteKind(said["kind"]),
        body=said["body"],
        happened_at=form.happened_at,
        submission=said["submission"],
    )


@permission(Permission.CASE_ASSIGN)
@require_POST
def case_assign(request: HttpRequest, number: str) -> HttpResponse:
    """Give the case to somebody. Where it was changed meanwhile, the page shows how it stands now."""
    actor = actor_of(request)
    found = access_case(actor, number)
    people = actions.caseworkers(actor)
    form = AssignForm(request.POST, people=people)
    if not form.is_valid():
        return case_page(request, actor, found, {"assignment": {"form": form}}, 400)
    try:
        with transaction.atomic():
            actions.assign(
                actor=actor, case=found, user_id=form.cleaned_data["user"], version=form.cleaned_data["version"]
            )
    except CaseRefusal as refusal:
        now = access_case(actor, number)
        again = AssignForm(people=people, initial={"user": form.cleaned_data["user"], "version": now.version})
        return case_page(request, actor, now, {"assignment": {"form": again, "refusal": str(refusal.sentence)}}, 409)
    messages.success(request, _("Saved: who is in charge."))
    return redirect(reverse("case", args=[number]) + "#assignment")


@permission(Permission.CASE_WRITE)
@require_POST
def case_close(request: HttpRequest, number: str) -> HttpResponse:
    """The support has ended."""
    return _turn(request, number, actions.close_case, _("The case is closed. It can be reopened at any time."))


@permission(Permission.CASE_WRITE)
@require_POST
def case_reopen(request: HttpRequest, number: str) -> HttpResponse:
    """The support goes on."""
    return _turn(request, number, actions.reopen_case, _("The case is open again."))


def _turn(request: HttpRequest, number: str, verb: Callable[..., Case], done: str) -> HttpResponse:
    actor = actor_of(request)
    found = access_case(actor, number)
    asked = VersionForm(request.POST)
    version = asked.cleaned_data["version"] if asked.is_valid() else -1
    try:
        with transaction.atomic():
            verb(actor=actor, case=found, version=version)
    except CaseRefusal as refusal:
        return case_page(request, actor, found, {"assignment": {"refusal": str(refusal.sentence)}}, 409)
    messages.success(request, done)
    return redirect("case", number=number)
