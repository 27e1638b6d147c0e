"""How passing a report on looks to the gate: from one agency to another, on consent or on the report's own reasons."""

from dataclasses import fields
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from consent.actions import consents_about
from consent.gate import ConsentFact, Crossing, Facts, ProtectionFact, Refusal, decide
from consent.models import ProtectionGround
from consent.vocabulary import CrossingKind, Item, ProtectedInterest, Purpose, Route
from organizations.models import SupportAgency
from referrals.crossings import NEW, REPORT_PURPOSES, agency_party
from referrals.models import Referral
from referrals.report import ConsentGiven, HouseholdStated, Report

HOUSEHOLD = tuple(field.name for field in fields(HouseholdStated))


def why_not(referral: Referral, to: SupportAgency, route: Route) -> Refusal | None:
    """What the gate would object to passing the report on, on this ground and now; None where it would not."""
    verdict = decide(
        forward_crossing(referral, to, route, referral.submission, timezone.now()), forward_facts(referral)
    )
    return verdict if isinstance(verdict, Refusal) else None


def forward_crossing(referral: Referral, to: SupportAgency, route: Route, subject: UUID, at: datetime) -> Crossing:
    """From the agency that has the report to the one in charge; `subject` is the report as it is here, or there."""
    return Crossing(
        kind=CrossingKind.FORWARD,
        route=route,
        sender=agency_party(referral.agency),
        recipient=agency_party(to),
        subject=subject,
        items=items_of(referral),
        purpose=Purpose.SAFETY_CHECK if referral.danger_to_life else Purpose.SELF_RELIANCE_SUPPORT,
        at=at,
        danger_to_life=referral.danger_to_life,
    )


def items_of(referral: Referral) -> frozenset[Item]:
    """What the report says, as kinds of facts: all that the person would have to agree to."""
    stated = HouseholdStated(**{name: getattr(referral, name) for name in HOUSEHOLD})
    items = Report(referral.submission, 0, Route(referral.route), referral.danger_to_life, stated).items()
    return items | {Item.NOTE} if referral.caller_words else items


def forward_facts(referral: Referral, stated: tuple[ConsentFact, ...] = ()) -> Facts:
    """What is on record about the report, and what is `stated` now."""
    consents = (*consents_about(referral.submission), *stated)
    return Facts(consents=consents, protection=protection_fact(referral.protection))


def protection_fact(ground: ProtectionGround | None) -> ProtectionFact | None:
    """Both limbs as they were written; a ground that was reviewed and did not hold states nothing."""
    if ground is None or ground.upheld is False:
        return None
    return ProtectionFact(
        interest=ProtectedInterest(ground.interest),
        what_is_protected=ground.why_protect,
        why_consent_is_difficult=ground.why_no_consent,
        judged_by=ground.judged_by,
        id=ground.pk,
    )


def agreed_fact(referral: Referral, to: SupportAgency, agreed: ConsentGiven) -> ConsentFact:
    """What the person has just agreed to, stored only if the gate permits."""
    return ConsentFact(
        id=NEW,
        subject=referral.submission,
        given_by=agreed.given_by,
        given_at=agreed.given_at,
        means=agreed.means,
        taken_by=agreed.taken_by,
        items=agreed.items,
        recipients=frozenset({to.pk}),
        purposes=REPORT_PURPOSES,
        expires_on=agreed.expires_on,
    )
