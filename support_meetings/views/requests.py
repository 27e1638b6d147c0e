"""Requests for co-operation at the agency's door: issuing, what came back, reminding, closing, taking back."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.actions import record_access
from audit.models import AccessKind
from cases.errors import CaseRefusal
from consent.errors import LegallyRefused
from documents.answering import issued
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access import access_item
from support_meetings.access_membership import organizations_for
from support_meetings.access_requests import SHOWN, access_request, finding_lines, own_page
from support_meetings.actions import requests as verbs
from support_meetings.actions.answers import check_open, record_answer
from support_meetings.forms_requests import AskForm, PaperAnswerForm
from support_meetings.issuing import paper_of_request
from support_meetings.models import AgendaItem, CooperationRequest
from support_meetings.request_states import state_of
from support_meetings.views.asked import refused_page, shown, tell

_TABS: dict[str, str | Promise] = {
    "": pgettext_lazy("requests of the meeting", "All"),
    "open": gettext_lazy("waits for an answer"),
    "overdue": gettext_lazy("overdue"),
    "answered": gettext_lazy("the answer is here"),
    "closed": gettext_lazy("closed"),
    "withdrawn": gettext_lazy("taken back by the meeting"),
}


def _seen(actor: Actor, case_ids: list[int], kind: AccessKind) -> None:
    record_access(actor=actor, kind=kind, subject="cases.case", ids=case_ids, purpose="requests")


@permission(Permission.SESSION_CASES)
@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """All requests of the municipality, what waits first."""
    actor, wanted = actor_of(request), request.GET.get("show", "")
    wanted = wanted if wanted in SHOWN else ""
    page = own_page(actor, wanted, request.GET.get("after", ""))
    _seen(actor, sorted({one.item.case_id for one in page.rows}), AccessKind.LIST)
    address, kept = reverse("request_list"), {"show": wanted} if wanted else {}
    context = {
        "lines": [(one, state_of(one)) for one in page.rows],
        "tabs": [
            {"label": label, "url": f"{address}?show={key}" if key else address, "current": key == wanted}
            for key, label in _TABS.items()
        ],
        "next_url": f"?{urlencode({**kept, 'after': page.following})}" if page.following else "",
    }
    return render(request, "support_meetings/request_list.html", context)


@permission(Permission.SESSION_CASES)
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an organisation about the household of an agenda item."""
    actor = actor_of(request)
    item = access_item(actor, pk)
    _seen(actor, [item.case_id], AccessKind.VIEW)
    form = _ask_form(request, actor, item)
    try:
        verbs.check_may_ask(item)
        if form.is_valid() and (issued := _issued(actor, item, form)):
            messages.success(request, _("The request %(number)s is issued.") % {"number": issued.number})
            return redirect("request", pk=issued.pk)
    except LegallyRefused as refused:
        return refused_page(request, refused.refusal)
    context = {"item": item, "form": form, "provision": verbs.legal_text_today(item)}
    return render(request, "support_meetings/request_new.html", context, status=400 if form.errors else 200)


def _ask_form(request: HttpRequest, actor: Actor, item: AgendaItem) -> AskForm:
    with override("ja"):  # its words stand on a paper
        lines = finding_lines(actor, item.case)
    return AskForm(request.POST or None, organizations=organizations_for(actor), lines=lines)


def _issued(actor: Actor, item: AgendaItem, form: AskForm) -> CooperationRequest | None:
    try:
        with transaction.atomic():
            return verbs.issue_request(actor=actor, item=item, asking=form.asking())
    except CaseRefusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return None


@permission(Permission.SESSION_CASES)
@require_GET
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A request with its answers."""
    actor = actor_of(request)
    found = access_request(actor, pk)
    _seen(actor, [found.item.case_id], AccessKind.VIEW)
    context = {"asked": found, "provisional_url": _provisional(actor, found), **shown(found)}
    return render(request, "support_meetings/request.html", context)


def _provisional(actor: Actor, found: CooperationRequest) -> str:
    """Where somebody is appointed for one session; blank for who may not."""
    if not actor.may(Permission.MEETING_MANAGE):
        return ""
    try:
        return reverse("provisional_new", args=[found.item.session_id])
    except NoReverseMatch:
        return ""


@permission(Permission.SESSION_CASES)
@require_GET
def request_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """協力要請書 with its answer sheet."""
    actor = actor_of(request)
    found = access_request(actor, pk)
    _seen(actor, [found.item.case_id], AccessKind.PRINT)
    name = _("Request %(number)s.pdf") % {"number": found.number}
    return issued(request, name, paper_of_request(found))


Verb = Callable[..., Any]


def _do(request: HttpRequest, pk: int, verb: Verb, done: str) -> HttpResponse:
    actor = actor_of(request)
    found = access_request(actor, pk)
    try:
        verb(actor=actor, request=found)
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, done)
    return redirect("request", pk=pk)


@permission(Permission.SESSION_CASES)
@require_POST
def request_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """By mail where they have people at the portal; otherwise it is noted that they were reminded."""
    return _do(request, pk, verbs.remind, _("The reminder is noted."))


@permission(Permission.SESSION_CASES)
@require_POST
def request_close(request: HttpRequest, pk: int) -> HttpResponse:
    """No answer is taken from now on."""
    return _do(request, pk, verbs.close_request, _("The request is closed. No further answer is taken."))


@permission(Permission.SESSION_CASES)
@require_POST
def request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """They need not answer any more."""
    return _do(
        request, pk, verbs.withdraw_request, _("The request is taken back. Please tell them if it went by post.")
    )


@permission(Permission.SESSION_CASES)
@require_http_methods(["GET", "POST"])
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer that came on paper."""
    actor = actor_of(request)
    found = access_request(actor, pk)
    _seen(actor, [found.item.case_id], AccessKind.VIEW)
    form = PaperAnswerForm(request.POST or None, request=found)
    try:
        check_open(found)
        if form.is_valid() and _recorded(request, actor, found, form):
            return redirect("request", pk=found.pk)
    except LegallyRefused as refused:
        return refused_page(request, refused.refusal)
    context = {"asked": found, "form": form}
    return render(request, "support_meetings/request_answer.html", context, status=400 if form.errors else 200)


def _recorded(request: HttpRequest, actor: Actor, found: CooperationRequest, form: PaperAnswerForm) -> bool:
    try:
        with transaction.atomic():
            answer = record_answer(actor=actor, request=found, said=form.said())
    except CaseRefusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    tell(request, answer)
    return True
