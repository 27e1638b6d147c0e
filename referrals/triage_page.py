"""The page of one report, for every view that shows it: after a verb was refused too, with what was typed."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from audit.actions import record_access
from audit.models import AccessKind
from cases.errors import CaseRefusal
from cases.models import CaseStatus
from consent.access import consents_of
from consent.gate import Refusal
from consent.vocabulary import Route
from consent.words import ConsentLine, consent_lines
from organizations.actors import Actor
from organizations.models import SupportAgency
from organizations.permissions import Permission
from referrals.access_intake import came_from
from referrals.access_triage import access_triage, feedback_refusal, same_household
from referrals.actions.replying import in_charge_elsewhere
from referrals.alike import also_waiting
from referrals.errors import ReferralRefusal
from referrals.forms.step import Answers
from referrals.forms_triage import AddForm, AskForm, CloseForm, OpenForm, PassOnForm
from referrals.forwarding import items_of, why_not
from referrals.models import Referral, Triage
from referrals.sealed import because, is_hidden
from referrals.triage_words import (
    NOBODY_TO_TELL,
    FeedbackWords,
    feedback_words,
    newer_of,
    person_rows,
    reply_lines,
    sender_rows,
    state_of,
    supply_rows,
)


@dataclass(frozen=True)
class Onward:
    """Where a report belongs, and what the gate says to passing it on there: on each ground, and None where it may."""

    agency: SupportAgency
    by_consent: Refusal | None
    by_protection: Refusal | None
    form: PassOnForm


def triage_page(
    request: HttpRequest, actor: Actor, found: Triage, *, status: int = 200, refusal: Any = "", **forms: Form
) -> HttpResponse:
    """`refusal` is a sentence, or the gate's refusal; `forms` are those that came back, by their name in the page."""
    referral = found.referral
    record_access(
        actor=actor, kind=AccessKind.VIEW, subject="referrals.referral", ids=[referral.pk], purpose="triage page"
    )
    state = state_of(found)
    context = {
        "triage": found,
        "referral": referral,
        "state": state,
        "refusal": refusal,
        "older": referral.corrects,
        "newer": newer_of(referral),
        "replies": reply_lines(referral),
        "came_from": came_from(referral),
        "went_to": getattr(referral, "forwarding", None),
        "sealed_because": because(found),
        **({} if is_hidden(found) else _content(actor, referral)),
        **(_decision(actor, found, forms) if state.is_open else {}),
    }
    return render(request, "referrals/agency/triage.html", context, status=status)


def refused_page(
    request: HttpRequest, actor: Actor, receipt: str, refusal: ReferralRefusal | CaseRefusal, **forms: Form
) -> HttpResponse:
    """The page as the report stands now, with the sentence and what was typed."""
    found = access_triage(actor, receipt)
    return triage_page(request, actor, found, refusal=str(refusal.sentence), status=409, **forms)


def _content(actor: Actor, referral: Referral) -> dict[str, Any]:
    """What was reported, and on what ground."""
    return {
        "person_rows": person_rows(referral),
        "supply_rows": supply_rows(referral),
        "sender_rows": sender_rows(referral),
        "consent": consent_lines([referral.consent])[0] if referral.consent else None,
        "more_consents": _more_consents(actor, referral),
        "feedback": _feedback(referral),
        "may_review": actor.may(Permission.PROTECTION_REVIEW),
    }


def _more_consents(actor: Actor, referral: Referral) -> list[ConsentLine]:
    """What the person has agreed to besides what the report came with."""
    found = consents_of(actor, [referral.submission])
    return consent_lines(one for one in found if one.pk != referral.consent_id)


def _feedback(referral: Referral) -> FeedbackWords:
    utility = referral.utility
    if utility is None:
        return FeedbackWords(False, str(NOBODY_TO_TELL))
    return feedback_words(feedback_refusal(referral, utility), utility)


def _decision(actor: Actor, found: Triage, forms: dict[str, Form]) -> dict[str, Any]:
    """Suggestions and forms, while nobody has decided. What is suggested is recorded as seen."""
    suggested, waiting = same_household(actor, found.referral), also_waiting(actor, found.referral)
    _record("cases.case", actor, [suggestion.case.pk for suggestion in suggested])
    _record("referrals.referral", actor, [one.triage.pk for one in waiting])
    return {
        "suggested": suggested,
        "before": [one for one in suggested if one.case.status != CaseStatus.OPEN],
        "waiting": waiting,
        "onward": _onward(actor, found.referral, forms.get("pass_on_form")),
        "add_form": AddForm(actor=actor, suggested=suggested),
        "open_form": OpenForm(waiting=waiting),
        "ask_form": AskForm(),
        "close_form": CloseForm(),
        **forms,
    }


def _record(subject: str, actor: Actor, ids: list[Any]) -> None:
    if ids:
        record_access(actor=actor, kind=AccessKind.LIST, subject=subject, ids=ids, purpose="triage suggestions")


def _onward(actor: Actor, referral: Referral, form: Form | None) -> Onward | None:
    """The same decision that the verb will ask for greys its button."""
    agency = in_charge_elsewhere(referral)
    if agency is None:
        return None
    return Onward(
        agency=agency,
        by_consent=why_not(referral, agency, Route.A),
        by_protection=why_not(referral, agency, Route.B),
        form=form if isinstance(form, PassOnForm) else agreed_form(actor, referral),
    )


def agreed_form(actor: Actor, referral: Referral, answers: Answers | None = None) -> PassOnForm:
    """The form of a consent to passing on; with today and now until something else is written."""
    form = PassOnForm(answers or Answers(), check=answers is not None, writer=actor.name, items=items_of(referral))
    now = timezone.localtime()
    form.suggest(given_on=now.date(), given_time=now.time().replace(second=0, microsecond=0))
    return form
