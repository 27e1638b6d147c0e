"""What a support meeting asks of a utility, at the portal: the request, and the utility's own answers."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.actions import record_access
from audit.models import AccessKind
from cases.errors import CaseRefusal
from consent.actions import count_refusal
from consent.errors import LegallyRefused
from consent.gate import Refusal
from consent.vocabulary import Item
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from support_meetings.access_requests import access_asked, answers_of, asked_page
from support_meetings.actions.answers import answer_request
from support_meetings.forms_requests import AnswerForm
from support_meetings.models import CooperationAnswer, CooperationRequest
from support_meetings.request_states import is_late, state_of


@permission(Permission.REQUEST_ANSWER)
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """All requests to our organisation, open ones first. It names nobody."""
    page = asked_page(actor_of(request), request.GET.get("after", ""))
    context = {
        "lines": [(one, state_of(one)) for one in page.rows],
        "next_url": f"?after={page.following}" if page.following else "",
    }
    return render(request, "support_meetings/portal/asked.html", context)


@permission(Permission.REQUEST_ANSWER)
@require_http_methods(["GET", "POST"])
def asked_one(request: HttpRequest, number: str) -> HttpResponse:
    """One request: about whom, what is asked and on which provision; then our own answers, and room for one more."""
    actor = actor_of(request)
    found = access_asked(actor, number)
    record_access(
        actor=actor,
        kind=AccessKind.VIEW,
        subject="support_meetings.cooperationrequest",
        ids=[found.pk],
        purpose="request",
    )
    if request.method == "GET":
        return _page(request, found, AnswerForm(request=found))
    form = AnswerForm(request.POST, request=found)
    try:
        return _answer(request, actor, found, form)
    except LegallyRefused as refused:
        count_refusal(actor=actor, code=refused.refusal.code, office_id=None, municipality_id=found.municipality_id)
        return refused_page(request, refused.refusal)


def _answer(request: HttpRequest, actor: Actor, found: CooperationRequest, form: AnswerForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, form, status=400)
    try:
        with transaction.atomic():
            answer = answer_request(actor=actor, request=found, said=form.said())
    except CaseRefusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, found, form, status=400)
    tell(request, answer)
    return redirect("asked_one", number=found.number)


def tell(request: HttpRequest, answer: CooperationAnswer) -> None:
    """What was taken, and what was not."""
    messages.success(request, _("Thank you. The answer is recorded."))
    if answer.kept_out:
        words = {"items": names(answer.kept_out)}
        messages.warning(request, _("Not asked for, and therefore not kept: %(items)s") % words)


def names(items: list[str]) -> str:
    """Items in words."""
    return "、".join(str(Item(item).label) for item in items)


def refused_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """422 with the sentence and the lawful way; nothing was kept."""
    told = {"sentence": refusal.sentence, "instead": refusal.instead, "code": refusal.code}
    return render(request, "422.html", {"refusal": told}, status=422)


def _page(request: HttpRequest, found: CooperationRequest, form: AnswerForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"asked": found, "form": form, **shown(found)}
    return render(request, "support_meetings/portal/asked_one.html", context, status=status)


def shown(found: CooperationRequest) -> dict[str, Any]:
    """What both doors show of a request."""
    return {
        "state": state_of(found),
        "is_open": found.closed_at is None and found.withdrawn_at is None,
        "about": labelled(found.about),
        "items": [Item(item).label for item in found.items],
        "answers": [
            {
                "row": one,
                "given": labelled(one.given),
                "kept_out": names(one.kept_out),
                "is_late": is_late(found, one),
            }
            for one in answers_of(found)
        ],
    }


def labelled(said: dict[str, str]) -> list[tuple[str, str]]:
    """{item: words} with the item in words, in the order of the vocabulary."""
    return [(str(item.label), said[item]) for item in Item if item in said]
