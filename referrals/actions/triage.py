"""What the agency makes of a report."""

from django.db import transaction
from django.utils import timezone

from cases.actions import Intake, lock_open, open_case
from cases.models import Case, Household
from consent.actions import consents_about, cross
from consent.errors import LegallyRefused
from consent.gate import Facts
from organizations.actors import Actor
from referrals.actions.deciding import decided, lock_new
from referrals.actions.replying import in_charge_elsewhere, say_where
from referrals.actions.stop_clock import take_over_supply
from referrals.crossings import feedback_crossing
from referrals.models import CloseReason, Feedback, FeedbackStatus, Referral, ReplyCode, Triage, TriageStatus


@transaction.atomic
def accept_into_new_case(*, actor: Actor, triage: Triage) -> Case:
    """Open a case for the household of the report."""
    locked = lock_new(actor, triage)
    referral = locked.referral
    intake = Intake(
        name=referral.name,
        kana=referral.kana,
        birth_on=referral.birth_on,
        phone=referral.phone,
        postal_code=referral.postal_code,
        address=referral.address,
        has_infant=referral.has_infant,
        has_illness=referral.has_illness,
    )
    case = open_case(
        actor=actor,
        agency_id=referral.agency_id,
        intake=intake,
        opened_on=timezone.localdate(referral.submitted_at),
    )
    _accept(actor, locked, case)
    return case


@transaction.atomic
def accept_into_case(*, actor: Actor, triage: Triage, case: Case) -> Case:
    """Add the report to an open case that a person judged to be the same household."""
    locked = lock_new(actor, triage)
    open_one = lock_open(actor, case)
    _add_what_makes_urgent(open_one.household, locked.referral)
    _accept(actor, locked, open_one)
    return open_one


def _add_what_makes_urgent(household: Household, referral: Referral) -> None:
    known = (household.has_infant, household.has_illness)
    household.has_infant |= referral.has_infant
    household.has_illness |= referral.has_illness
    if known != (household.has_infant, household.has_illness):
        household.save()


def _accept(actor: Actor, locked: Triage, case: Case) -> None:
    locked.status, locked.case = TriageStatus.ACCEPTED, case
    decided(actor, locked)
    take_over_supply(locked.referral, case)
    tell_utility(actor=actor, triage=locked, status=FeedbackStatus.HANDLING)


@transaction.atomic
def close_report(*, actor: Actor, triage: Triage, reason: CloseReason, note: str) -> Triage:
    """Close a report without a case. One that belongs elsewhere is returned: its sender hears who is in charge."""
    locked = lock_new(actor, triage)
    locked.status, locked.close_reason, locked.close_note = TriageStatus.CLOSED, reason, note
    decided(actor, locked)
    if reason == CloseReason.OTHER_AREA:
        say_where(actor, locked, ReplyCode.RETURNED, in_charge_elsewhere(locked.referral))
    tell_utility(actor=actor, triage=locked, status=FeedbackStatus.CLOSED)
    return locked


def tell_utility(*, actor: Actor, triage: Triage, status: FeedbackStatus) -> bool:
    """Tell the utility the state of handling if the gate permits; false, and nothing written, if not (rule 13)."""
    referral, utility = triage.referral, triage.referral.utility
    if utility is None:
        return False  # a caller has no list of reports in which to look
    facts = Facts(consents=consents_about(referral.submission))
    try:
        passed = cross(
            actor=actor,
            crossing=feedback_crossing(referral, utility, timezone.now()),
            facts=facts,
            municipality_id=triage.municipality_id,
        )
    except LegallyRefused:
        return False
    Feedback.objects.create(
        referral=referral,
        municipality_id=triage.municipality_id,
        utility=utility,
        status=status,
        disclosure=passed.disclosure,
    )
    return True
