"""The crossings of a report: how a report and the feedback on it look to the gate."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from agreements.models import AgreedPath
from consent.gate import (
    AgreementFact,
    ConsentFact,
    Crossing,
    Facts,
    Party,
    ProtectionFact,
    Refusal,
    RefusalCode,
    decide,
)
from consent.vocabulary import CrossingKind, Item, PartyKind, Purpose, Route
from organizations.models import Office, SupportAgency, Utility
from referrals.models import Referral, Source
from referrals.report import ConsentGiven, ProtectionStated, Report

NEW = "new"  # the id of a fact that is stated now and stored only if the gate permits


@dataclass(frozen=True)
class Sender:
    """Who tells, and how the gate sees them. `name`, `phone` and `words` are for who has no entry here."""

    source: Source
    party: Party
    utility: Utility | None = None
    office: Office | None = None
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    words: str = field(default="", repr=False)


#: In which capacity each source acts, and whether 69条 binds it. A welfare commissioner is a public officer.
CAPACITIES: dict[Source, tuple[PartyKind, bool]] = {
    Source.TOWN_HALL: (PartyKind.MUNICIPALITY, True),
    Source.WELFARE_COMMISSIONER: (PartyKind.WELFARE_COMMISSIONER, True),
    Source.DELIVERY: (PartyKind.OTHER_ORGANIZATION, False),
    Source.NEWSPAPER: (PartyKind.OTHER_ORGANIZATION, False),
    Source.OTHER_COMPANY: (PartyKind.OTHER_ORGANIZATION, False),
    Source.FAMILY: (PartyKind.RESIDENT, False),
    Source.NEIGHBOUR: (PartyKind.RESIDENT, False),
    Source.PERSON: (PartyKind.PERSON, False),
}


def utility_sender(office: Office) -> Sender:
    """A utility through one of its offices."""
    return Sender(Source.UTILITY, utility_party(office.utility), office.utility, office)


def other_sender(source: Source, municipality_id: int, *, name: str, phone: str, words: str) -> Sender:
    """Anybody else, in the words of the caseworker who listens."""
    kind, is_public = CAPACITIES[source]
    known = municipality_id if source == Source.TOWN_HALL else None
    return Sender(source, Party(known, kind, is_public), name=name, phone=phone, words=words)


def utility_party(utility: Utility) -> Party:
    """The utility as the gate sees it; public or private decides the article."""
    return Party(utility.pk, PartyKind.UTILITY, utility.is_public_body)


def agency_party(agency: SupportAgency) -> Party:
    """The agency likewise; a body it is entrusted to is private."""
    return Party(agency.pk, PartyKind.AGENCY, agency.is_public)


def report_crossing(report: Report, sender: Party, agency: SupportAgency, at: datetime) -> Crossing:
    """From the sender to the agency. The subject is the submission: no person is known yet.

    What a meeting has asked for (route C) is an answer to the meeting of the agency's municipality.
    """
    is_answer = report.route == Route.C
    purpose = Purpose.SAFETY_CHECK if report.danger_to_life else Purpose.SELF_RELIANCE_SUPPORT
    meeting = Party(agency.municipality_id, PartyKind.MEETING, is_public=True)
    return Crossing(
        kind=CrossingKind.ANSWER if is_answer else CrossingKind.REPORT,
        route=report.route,
        sender=sender,
        recipient=meeting if is_answer else agency_party(agency),
        subject=report.submission,
        items=report.items(),
        purpose=Purpose.MEETING if is_answer else purpose,
        at=at,
        danger_to_life=report.danger_to_life,
        agreement_id=report.path_id,
        request_number=report.request_number or None,
    )


def told_crossing(report: Report, sender: Sender, agency: SupportAgency, at: datetime) -> Crossing:
    """`report_crossing` of what somebody listened to: the caller's own words are a note about the household too."""
    crossing = report_crossing(report, sender.party, agency, at)
    return replace(crossing, items=crossing.items | {Item.NOTE}) if sender.words else crossing


def report_facts(report: Report, agency: SupportAgency, path: AgreedPath | None = None) -> Facts:
    """What the reporter states, as facts, and how far the agreement goes by which it tells.

    Requests of a meeting are facts of the meeting: there is none yet.
    """
    consents = (_consent_fact(report, report.consent, agency),) if report.consent else ()
    return Facts(
        consents=consents,
        protection=_protection_fact(report.protection) if report.protection else None,
        agreements=(agreement_fact(path),) if path else (),
    )


def agreement_fact(path: AgreedPath) -> AgreementFact:
    """The agreement as far as it binds this utility; renewals and notices are worked into the path's last day."""
    return AgreementFact(
        id=path.pk,
        parties=frozenset({path.utility_id, path.municipality_id}),
        in_force_from=path.in_force_from,
        in_force_until=path.in_force_until,
    )


def agreement_objection(path: AgreedPath, utility: Utility, at: datetime) -> Refusal | None:
    """What the gate will say to any report by this agreement, asked before a household is named; None if nothing."""
    crossing = Crossing(
        kind=CrossingKind.REPORT,
        route=Route.A,
        sender=utility_party(utility),
        recipient=Party(path.municipality_id, PartyKind.AGENCY, is_public=True),
        subject=NEW,
        items=frozenset({Item.NAME}),
        purpose=Purpose.SELF_RELIANCE_SUPPORT,
        at=at,
        agreement_id=path.pk,
    )
    verdict = decide(crossing, Facts(agreements=(agreement_fact(path),)))
    if isinstance(verdict, Refusal) and verdict.code == RefusalCode.AGREEMENT_NOT_IN_FORCE:
        return verdict
    return None


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
        withdrawn_at=stated.withdrawn_at,
    )


def _protection_fact(stated: ProtectionStated) -> ProtectionFact:
    return ProtectionFact(
        interest=stated.interest,
        what_is_protected=stated.why_protect,
        why_consent_is_difficult=stated.why_no_consent,
        judged_by=stated.judged_by,
    )


def evidence_crossing(referral: Referral, utility: Utility, at: datetime) -> Crossing:
    """The signed form of a report's consent, handed in afterwards: it shows the name and the address again."""
    return Crossing(
        kind=CrossingKind.REPORT,
        route=Route.A,
        sender=utility_party(utility),
        recipient=agency_party(referral.agency),
        subject=referral.submission,
        items=frozenset({Item.NAME, Item.ADDRESS}),
        purpose=Purpose.SELF_RELIANCE_SUPPORT,
        at=at,
    )


def feedback_crossing(referral: Referral, utility: Utility, at: datetime) -> Crossing:
    """From the agency back to the utility: the state of handling and nothing else (rule 13)."""
    return Crossing(
        kind=CrossingKind.FEEDBACK,
        route=Route.A,
        sender=agency_party(referral.agency),
        recipient=utility_party(utility),
        subject=referral.submission,
        items=frozenset({Item.HANDLING_STATUS}),
        purpose=Purpose.FEEDBACK,
        at=at,
    )
