"""The reports that a consent is about, and what their senders are told once the person has agreed."""

from collections.abc import Collection, Iterable
from uuid import UUID

from cases.models import CaseStatus
from consent.models import Consent
from consent.reports import ReportAbout, after_consent, report_source
from organizations.actors import Actor
from referrals.actions import tell_utility
from referrals.models import Feedback, FeedbackStatus, Triage, TriageStatus
from referrals.sealed import is_hidden


@report_source
def reports_of(actor: Actor, subjects: Collection[UUID]) -> Iterable[ReportAbout]:
    """Those of the actor's municipality; one query."""
    rows = Triage.objects.visible_to(actor).with_summary().filter(referral__submission__in=subjects)
    return [_about(triage) for triage in rows]


def _about(triage: Triage) -> ReportAbout:
    referral = triage.referral
    return ReportAbout(
        subject=referral.submission,
        number=referral.receipt_number,
        told_by=referral.utility_id if _stands(triage) else None,
        is_sealed=is_hidden(triage),
    )


def _stands(triage: Triage) -> bool:
    """Neither sealed nor taken back: then nobody waits for an answer any more."""
    return not is_hidden(triage) and not hasattr(triage.referral, "retraction")


@after_consent
def tell_how_it_stands(actor: Actor, consents: list[Consent]) -> None:
    """Who was not told while nobody had agreed is told now what the report has come to, as far as the gate permits."""
    rows = Triage.objects.visible_to(actor).with_summary().select_for_update(of=("self",))
    subjects = {consent.subject for consent in consents}
    for triage in rows.filter(referral__submission__in=subjects).order_by("pk"):
        status = _status(triage)
        if status and not Feedback.objects.filter(referral=triage.referral, status=status).exists():
            tell_utility(actor=actor, triage=triage, status=status)


def _status(triage: Triage) -> FeedbackStatus | None:
    """What there is to tell; None: only that it has arrived, which the receipt has said."""
    if triage.status == TriageStatus.NEW or not _stands(triage):
        return None
    is_open = triage.case is not None and triage.case.status == CaseStatus.OPEN
    return FeedbackStatus.HANDLING if is_open else FeedbackStatus.CLOSED
