"""What comes by telephone, FAX or at the counter, typed in on one page in the order of the slip."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consent.actions import count_refusal
from consent.errors import LegallyRefused
from consent.gate import Refusal
from organizations import drafts
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals.access import sent_as
from referrals.access_intake import intake_draft, offices_serving, own_slip, unfinished_intakes
from referrals.actions import enter_report
from referrals.errors import ReferralRefusal
from referrals.forms.step import Answers
from referrals.forms_intake import condition_of
from referrals.intake import Intake
from referrals.models import Channel, Referral
from referrals.slip import Question, numbered
from referrals.views_portal.sending import article

#: The question with which the right column of the page begins.
_RIGHT_FROM = "person"


@permission(Permission.INTAKE_WRITE)
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """`?r=` is the submission, drawn with the page; once entered it leads to the report."""
    actor = actor_of(request)
    number = _number(request.GET.get("r", ""))
    if number is None:
        return redirect(f"{reverse('intake')}?{urlencode({'r': uuid4()})}")
    if entered := sent_as(actor, number):
        drafts.discard(actor.user_id, intake_draft(actor, number))
        return redirect("triage", receipt=entered.receipt_number)
    if request.method == "POST":
        return _entered(request, actor, number)
    kept = drafts.load(actor.user_id, intake_draft(actor, number))
    return _page(request, _intake(actor, number, kept or Answers(), check=False))


def _number(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _intake(actor: Actor, number: UUID, answers: Answers, *, check: bool) -> Intake:
    return Intake(actor, number, answers, offices=offices_serving(actor), check=check)


def _entered(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    typed = _intake(actor, number, request.POST, check=True)
    draft = intake_draft(actor, number)
    if not typed.is_valid():
        drafts.save(actor.user_id, draft, dict(typed.answers.lists()))
        return _page(request, typed, status=400)
    try:
        with transaction.atomic():
            referral = _enter(typed)
    except LegallyRefused as refused:
        return _refused(request, typed, refused.refusal)
    except ReferralRefusal as refusal:
        typed.refused.append(str(refusal.sentence))
        drafts.save(actor.user_id, draft, dict(typed.answers.lists()))
        return _page(request, typed, status=409)
    drafts.discard(actor.user_id, draft)
    messages.success(request, _("The report is entered. Decide now what becomes of it."))
    return redirect("triage", receipt=referral.receipt_number)


def _enter(typed: Intake) -> Referral:
    said = typed.arrival.cleaned_data
    return enter_report(
        actor=typed.actor,
        report=typed.report(),
        sender=typed.sender(),
        channel=Channel(said["channel"]),
        at=typed.arrival.received_at,
    )


def _refused(request: HttpRequest, typed: Intake, refusal: Refusal) -> HttpResponse:
    """422: the sentence and the lawful way; of the household nothing stays, here or in the draft, but a count."""
    actor, office = typed.actor, typed.office
    drafts.discard(actor.user_id, intake_draft(actor, typed.number))
    count_refusal(actor=actor, code=refusal.code, office_id=office.pk if office else None, municipality_id=actor.tenant)
    rest = typed.without_the_household()
    return _page(request, rest, status=422, refusal=refusal, article=article(refusal.provision))


def _page(request: HttpRequest, typed: Intake, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, draft = typed.actor, intake_draft(typed.actor, typed.number)
    left, right = _columns(typed)
    context = {
        "intake": typed,
        "here": f"{reverse('intake')}?{urlencode({'r': typed.number})}",
        "columns": (left, right),
        "slip_code": own_slip(actor),
        "draft_token": drafts.token(actor.user_id, draft),
        "unfinished": [one for one in unfinished_intakes(actor) if one.number != typed.number],
        **more,
    }
    return render(request, "referrals/agency/intake.html", context, status=status)


def _columns(typed: Intake) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The questions with their fields: about the report on the left, about the household on the right."""
    shown = [_shown(typed, number, question) for number, question in numbered()]
    at = next(n for n, question in enumerate(shown) if question["key"] == _RIGHT_FROM)
    return shown[:at], shown[at:]


def _shown(typed: Intake, number: str, question: Question) -> dict[str, Any]:
    return {
        "number": number,
        "key": question.key,
        "heading": question.heading,
        "when": _WHEN.get(question.key, ""),
        "parts": [(typed.field(name), condition_of(name)) for name in question.fields],
    }


#: Questions that are asked on one ground only.
_WHEN = {"consent": "route=A", "items": "route=A", "protection": "route=B"}


@permission(Permission.INTAKE_WRITE)
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw an unfinished report away."""
    actor, number = actor_of(request), _number(request.POST.get("r", ""))
    if number is not None:
        drafts.discard(actor.user_id, intake_draft(actor, number))
        messages.success(request, _("The unfinished report was thrown away. Nothing of it is kept."))
    return redirect("intake")
