"""訂正と取下げ: what a sender does with a report that it has sent, and what follows from it here."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Consent
from consent.vocabulary import WithdrawnVia
from notifications.actions import enqueue
from notifications.models import Notice, OutboxKind
from organizations.actors import Actor
from referrals.actions.reporting import one_at_a_time, require_standing, submit_report
from referrals.actions.sealing import seal_content
from referrals.errors import ReferralRefusal
from referrals.models import (
    SEALING_REASONS,
    Channel,
    CloseReason,
    Forwarding,
    Referral,
    Reply,
    ReplyCode,
    Retraction,
    RetractReason,
    Triage,
    TriageStatus,
)
from referrals.report import Report


@transaction.atomic
def correct_report(*, actor: Actor, report: Report, corrects: Referral, channel: Channel = Channel.PORTAL) -> Referral:
    """A new report that takes the place of the sender's own earlier one; it passes the gate anew.

    LegallyRefused and ReferralRefusal as of any report; ReferralRefusal too where the earlier one was
    withdrawn, corrected or sealed meanwhile. The same submission sent again gives the first receipt.
    """
    own = Referral.objects.visible_to(actor)
    sent = own.filter(submission=report.submission).first()
    if sent:
        return sent
    earlier = own.get(pk=corrects.pk)
    require_readable(earlier)
    newer = submit_report(actor=actor, report=as_known(report, earlier), channel=channel, corrects=earlier)
    _ask_the_worker(actor, earlier, "corrected")
    return newer


def require_readable(referral: Referral) -> None:
    """ReferralRefusal where what the report said is closed to everybody, its sender included."""
    if referral.sealed is not None or Reply.objects.filter(referral=referral, code=ReplyCode.NOT_UPHELD).exists():
        raise ReferralRefusal(
            "sealed", _("This report is sealed, so it cannot be corrected. If there is a ground now, send a new one.")
        )


def as_known(report: Report, corrects: Referral) -> Report:
    """The report with what we know of its consent: one that the person took back is not given anew by a correction."""
    taken_back = Consent.objects.filter(pk=corrects.consent_id or 0, withdrawn_at__isnull=False)
    earlier = taken_back.exclude(withdrawn_via=WithdrawnVia.RENEWED).first()
    stated = report.consent
    if stated is None or earlier is None or earlier.withdrawn_at is None or stated.given_at > earlier.withdrawn_at:
        return report
    return replace(report, consent=replace(stated, withdrawn_at=earlier.withdrawn_at))


@transaction.atomic
def retract_report(*, actor: Actor, referral: Referral, reason: RetractReason) -> Retraction:
    """The sender takes its own report back; said twice it is one. ReferralRefusal if it was withdrawn or corrected.

    What should never have come is taken back with all that it had corrected, and from this moment nobody reads it.
    """
    one_at_a_time(referral.submission)
    own = Referral.objects.visible_to(actor).get(pk=referral.pk)
    same = Retraction.objects.filter(referral=own, by_id=actor.user_id, reason=reason).first()
    if same:
        return same
    require_standing(own)
    for earlier in _corrected_by(own) if reason in SEALING_REASONS else ():
        _take_back(actor, earlier, reason)
    made = _take_back(actor, own, reason)
    _ask_the_worker(actor, own, "retract")
    return made


def _take_back(actor: Actor, referral: Referral, reason: RetractReason) -> Retraction:
    return Retraction.objects.create(
        referral=referral,
        municipality_id=referral.municipality_id,
        utility_id=actor.organization_id,
        reason=reason,
        by_id=actor.user_id,
    )


def _corrected_by(referral: Referral) -> Iterator[Referral]:
    """Its earlier versions, the latest first."""
    while referral.corrects is not None:
        referral = referral.corrects
        yield referral


def _ask_the_worker(actor: Actor, referral: Referral, key: str) -> None:
    """The portal's log-in may not touch the agency's side of a report."""
    enqueue(
        kind=OutboxKind.RETRACT_REPORT,
        key=f"{key}:{referral.pk}",
        sender_id=actor.organization_id,
        municipality_id=referral.municipality_id,
        payload={"referral": str(referral.pk)},
    )


@transaction.atomic
def follow_sender(referral_id: UUID) -> None:
    """On the agency's side, also where the report was passed on: what was taken back or corrected waits no more.

    What should never have come is sealed with all that it had corrected. For the worker's log-in; done
    again it does nothing new. What lies in a case stays there, for a person to decide.
    """
    retraction = Retraction.objects.filter(referral_id=referral_id).first()
    sealing = retraction is not None and retraction.reason in SEALING_REASONS
    for triage in _all_of_it(referral_id) if retraction else _wherever_it_went(referral_id):
        _close(triage, CloseReason.WITHDRAWN if retraction else CloseReason.CORRECTED)
        if sealing:
            _seal(triage)
        if retraction:
            _tell_agency(triage)
    if sealing:
        _seal_what_it_corrected(referral_id)


def _seal_what_it_corrected(referral_id: UUID) -> None:
    """Its earlier versions say of the same person what nobody should have told."""
    for earlier in _corrected_by(Referral.objects.get(pk=referral_id)):
        for triage in _wherever_it_went(earlier.pk):
            _seal(triage)
            if triage.case_id is not None:
                _tell_agency(triage)


def _wherever_it_went(referral_id: UUID) -> list[Triage]:
    """The triage of the report, and of what it became at each agency to which it was passed on; locked."""
    rows = Triage.objects.select_for_update(of=("self",)).select_related("referral")
    found = [rows.get(pk=referral_id)]
    while passed_on := Forwarding.objects.filter(referral_id=found[-1].pk).first():
        found.append(rows.get(referral__submission=passed_on.arrived_as))
    return found


def _all_of_it(referral_id: UUID) -> list[Triage]:
    """The same, with the corrections it has had where it went: its sender takes back the household, not one version."""
    found = _wherever_it_went(referral_id)
    for triage in found:  # grows
        for newer in Referral.objects.filter(corrects_id=triage.pk).values_list("pk", flat=True):
            found += _wherever_it_went(newer)
    return found


def _close(triage: Triage, reason: CloseReason) -> None:
    if triage.status == TriageStatus.NEW:
        triage.status, triage.close_reason, triage.decided_at = TriageStatus.CLOSED, reason, timezone.now()
        triage.save()


def _seal(triage: Triage) -> None:
    if triage.sealed_at is None:
        triage.sealed_at = timezone.now()
        triage.save()
    seal_content(triage.pk)


def _tell_agency(triage: Triage) -> None:
    """One notice, however often the worker comes by."""
    referral = triage.referral
    code = "retracted_in_case" if triage.case_id is not None else "retracted"
    if referral.utility_id and not Notice.objects.filter(code=code, number=referral.receipt_number).exists():
        Notice.objects.create(
            municipality_id=triage.municipality_id,
            agency_id=referral.agency_id,
            sender_id=referral.utility_id,
            code=code,
            number=referral.receipt_number,
            path=f"/triage/{referral.receipt_number}/",
            is_urgent=False,
        )
