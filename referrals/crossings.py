"""The crossings of a report: how a report and the feedback on it look to the gate."""

from datetime import datetime

from consent.gate import ConsentFact, Crossing, Facts, Party, ProtectionFact
from consent.vocabulary import CrossingKind, Item, PartyKind, Purpose, Route
from organizations.models import SupportAgency, Utility
from referrals.models import Referral
from referrals.report import ConsentGiven, ProtectionStated, Report

NEW = "new"  # the id of a fact that is stated now and stored only if the gate permits


def utility_party(utility: Utility) -> Party:
    """The utility as the gate sees it; public or private decides the article."""
    return Party(utility.pk, PartyKind.UTILITY, utility.is_public_body)


def agency_party(agency: SupportAgency) -> Party:
    """The agency likewise; a body it is entrusted to is private."""
    return Party(agency.pk, PartyKind.AGENCY, agency.is_public)


def report_crossing(report: Report, utility: Utility, agency: SupportAgency, at: datetime) -> Crossing:
    """From the utility to the agency. The subject is the submission: no person is known yet."""
    return Crossing(
        kind=CrossingKind.REPORT,
        route=report.route,
        sender=utility_party(utility),
        recipient=agency_party(agency),
        subject=report.submission,
        items=report.items(),
        purpose=Purpose.SAFETY_CHECK if report.danger_to_life else Purpose.SELF_RELIANCE_SUPPORT,
        at=at,
        danger_to_life=report.danger_to_life,
    )


def report_facts(report: Report, agency: SupportAgency) -> Facts:
    """What the reporter states, as facts."""
    consents = (_consent_fact(report, report.consent, agency),) if report.consent else ()
    return Facts(consents=consents, protection=_protection_fact(report.protection) if report.protection else None)


REPORT_PURPOSES = frozenset({Purpose.SELF_RELIANCE_SUPPORT, Purpose.SAFETY_CHECK})


def _consent_fact(report: Report, stated: ConsentGiven, agency: SupportAgency) -> ConsentFact:
    return ConsentFact(
        id=NEW,
        subject=report.submission,
        given_by=stated.given_by,
        given_at=stated.given_at,
        means=stated.means,
        taken_by=stated.taken_by,
        items=stated.items,
        recipients=frozenset({agency.pk}),
        purposes=REPORT_PURPOSES,
        expires_on=stated.expires_on,
    )


def _protection_fact(stated: ProtectionStated) -> ProtectionFact:
    return ProtectionFact(
        interest=stated.interest,
        what_is_protected=stated.why_protect,
        why_consent_is_difficult=stated.why_no_consent,
        judged_by=stated.judged_by,
    )


def feedback_crossing(referral: Referral, at: datetime) -> Crossing:
    """From the agency back to the utility: the state of handling and nothing else (rule 13)."""
    return Crossing(
        kind=CrossingKind.FEEDBACK,
        route=Route.A,
        sender=agency_party(referral.agency),
        recipient=utility_party(referral.utility),
        subject=referral.submission,
        items=frozenset({Item.HANDLING_STATUS}),
        purpose=Purpose.FEEDBACK,
        at=at,
    )
