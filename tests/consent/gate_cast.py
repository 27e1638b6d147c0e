"""The fixed cast of the gate's tests: who they are, and one lawful crossing for every ground."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from consent.gate import (
    TOKYO,
    AgendaFact,
    AgreementFact,
    AppointmentFact,
    ConsentFact,
    Crossing,
    Facts,
    Party,
    ProtectionFact,
    PublicInterestFact,
    RequestFact,
    SummonsFact,
)
from consent.vocabulary import (
    CaseKind,
    ConsentMeans,
    CrossingKind,
    Item,
    MeetingKind,
    PartyKind,
    ProtectedInterest,
    ProvisionKey,
    Purpose,
    Route,
)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
EARLIER = datetime(2026, 11, 1, 9, 0, tzinfo=TOKYO)
LAST_DAY = date(2027, 3, 31)

ELECTRICITY = Party(1, PartyKind.UTILITY, is_public=False, person_id=11)
WATER_BUREAU = Party(2, PartyKind.UTILITY, is_public=True, person_id=12)
CONTRACTOR = Party(3, PartyKind.AGENCY, is_public=False, person_id=13)
CITY_DESK = Party(4, PartyKind.AGENCY, is_public=True, person_id=14)
CITY = Party(5, PartyKind.MUNICIPALITY, is_public=True, person_id=15)
FOOD_BANK = Party(6, PartyKind.SERVICE, is_public=False, person_id=16)
FIRE_BRIGADE = Party(7, PartyKind.EMERGENCY_SERVICE, is_public=True)
MEETING = Party(8, PartyKind.MEETING, is_public=True)
NEWSPAPER = Party(9, PartyKind.OTHER_ORGANIZATION, is_public=False)
NEXT_TOWN = Party(10, PartyKind.AGENCY, is_public=True)
# Who has no entry of their own: a caseworker writes down what they say.
COMMISSIONER = Party(None, PartyKind.WELFARE_COMMISSIONER, is_public=True)
NEIGHBOUR = Party(None, PartyKind.RESIDENT, is_public=False)
ONESELF = Party(None, PartyKind.PERSON, is_public=False)
CAST = (
    ELECTRICITY,
    WATER_BUREAU,
    CONTRACTOR,
    CITY_DESK,
    CITY,
    FOOD_BANK,
    FIRE_BRIGADE,
    MEETING,
    NEWSPAPER,
    NEXT_TOWN,
    COMMISSIONER,
    NEIGHBOUR,
    ONESELF,
)
ENTERED = frozenset(party.organization_id for party in CAST if party.organization_id is not None)

HOUSEHOLD = "household-1"
ITEMS = frozenset({Item.NAME, Item.ADDRESS, Item.ARREARS})
STATUS = frozenset({Item.HANDLING_STATUS})

CONSENT = ConsentFact(
    id=1,
    subject=HOUSEHOLD,
    given_by="本人",
    given_at=EARLIER,
    means=ConsentMeans.TELEPHONE,
    taken_by="料金課 担当",
    items=ITEMS | STATUS,
    recipients=ENTERED,
    purposes=frozenset(Purpose),
    expires_on=LAST_DAY,
)
PROTECTION = ProtectionFact(
    id=1,
    interest=ProtectedInterest.LIFE,
    what_is_protected="冬に電気が止まると命に関わる。",
    why_consent_is_difficult="三度訪ねても応答がない。",
    judged_by="料金課 担当",
)
REQUEST = RequestFact(
    id=1,
    number="R8-3",
    meeting_kind=MeetingKind.SUPPORT,
    asked_by=MEETING.organization_id,
    addressed_to=ELECTRICITY.organization_id,
    subject=HOUSEHOLD,
    items=ITEMS,
    issued_on=date(2026, 11, 10),
)
AGENDA = AgendaFact(
    id=1,
    session_id=1,
    meeting_id=1,
    meeting_kind=MeetingKind.SUPPORT,
    subject=HOUSEHOLD,
    case_kind=CaseKind.NO_CONSENT,
)
AGREEMENT = AgreementFact(
    id=1,
    parties=frozenset({ELECTRICITY.organization_id, CITY.organization_id}),
    in_force_from=date(2026, 4, 1),
    in_force_until=LAST_DAY,
)
REASON = PublicInterestFact(
    id=1,
    subject=HOUSEHOLD,
    recipient=ELECTRICITY.organization_id,
    items=STATUS,
    reason="医療機器を使っており、供給が止まると危険である。",
    decided_by="福祉課長",
    decided_at=EARLIER,
)


def appointment(party: Party) -> AppointmentFact:
    """The person of this party, appointed to the meeting, pledge signed."""
    assert party.person_id is not None
    return AppointmentFact(
        id=party.person_id,
        meeting_id=1,
        person_id=party.person_id,
        organization_id=party.organization_id,
        starts_on=date(2026, 4, 1),
        ends_on=LAST_DAY,
        pledge_signed_at=EARLIER,
    )


def seats(*parties: Party) -> Facts:
    """The household on the agenda, and these parties appointed, pledged and summoned."""
    return Facts(
        agenda=(AGENDA,),
        appointments=tuple(appointment(party) for party in parties),
        summonses=tuple(SummonsFact(1, party.person_id) for party in parties if party.person_id is not None),
    )


# --- facts with one thing changed ---


def consents(**changes: Any) -> Facts:
    return Facts(consents=(replace(CONSENT, **changes),))


def protection(**changes: Any) -> Facts:
    return Facts(protection=replace(PROTECTION, **changes))


def requests(**changes: Any) -> Facts:
    return Facts(requests=(replace(REQUEST, **changes),))


def agenda(**changes: Any) -> Facts:
    return replace(seats(CITY, ELECTRICITY), agenda=(replace(AGENDA, **changes),))


def members(party: Party, **changes: Any) -> Facts:
    """Both are seated, but this one's appointment is changed."""
    other = CITY if party is ELECTRICITY else ELECTRICITY
    changed = replace(appointment(party), **changes)
    return replace(seats(CITY, ELECTRICITY), appointments=(appointment(other), changed))


def agreements(**changes: Any) -> Facts:
    return replace(BY_CONSENT, agreements=(replace(AGREEMENT, **changes),))


def reasons(**changes: Any) -> Facts:
    return Facts(public_interest=replace(REASON, **changes))


BY_CONSENT = Facts(consents=(CONSENT,))
BY_PROTECTION = Facts(protection=PROTECTION)

REPORT = Crossing(
    kind=CrossingKind.REPORT,
    route=Route.A,
    sender=ELECTRICITY,
    recipient=CONTRACTOR,
    subject=HOUSEHOLD,
    items=ITEMS,
    purpose=Purpose.SELF_RELIANCE_SUPPORT,
    at=NOW,
)
URGENT = replace(REPORT, route=Route.B, danger_to_life=True)
GUIDANCE = replace(REPORT, route=Route.F, subject=None, items=frozenset())
FEEDBACK = replace(
    REPORT,
    kind=CrossingKind.FEEDBACK,
    sender=CONTRACTOR,
    recipient=ELECTRICITY,
    items=STATUS,
    purpose=Purpose.FEEDBACK,
)
FEEDBACK_IN_MEETING = replace(FEEDBACK, route=Route.D, meeting_session_id=1, agenda_item_id=1)
FEEDBACK_BY_REASON = replace(FEEDBACK, route=Route.G, sender=CITY)
LINKAGE = replace(REPORT, kind=CrossingKind.LINKAGE, sender=CONTRACTOR, recipient=FOOD_BANK, purpose=Purpose.LINKAGE)
EMERGENCY = replace(
    REPORT,
    kind=CrossingKind.EMERGENCY,
    route=Route.B,
    sender=CONTRACTOR,
    recipient=FIRE_BRIGADE,
    purpose=Purpose.EMERGENCY,
)
ANSWER = replace(
    REPORT,
    kind=CrossingKind.ANSWER,
    route=Route.C,
    recipient=MEETING,
    purpose=Purpose.MEETING,
    request_number="R8-3",
)
SHARE = replace(
    REPORT,
    kind=CrossingKind.MEETING_SHARE,
    route=Route.D,
    sender=CITY,
    recipient=ELECTRICITY,
    purpose=Purpose.MEETING,
    meeting_session_id=1,
    agenda_item_id=1,
)
FORWARD = replace(REPORT, kind=CrossingKind.FORWARD, sender=CONTRACTOR, recipient=NEXT_TOWN)
SHARE_BY_CONSENT = replace(SHARE, route=Route.A)
READING = replace(SHARE, kind=CrossingKind.READING, sender=CONTRACTOR)
READING_BY_CONSENT = replace(READING, route=Route.A)
ASKING = replace(
    ANSWER,
    kind=CrossingKind.REQUEST,
    sender=MEETING,
    recipient=ELECTRICITY,
    items=frozenset({Item.NAME, Item.ADDRESS}),
)


class Lawful(NamedTuple):
    """A crossing, the facts that carry it, and the article on which its sender stands."""

    crossing: Crossing
    facts: Facts
    provision: ProvisionKey | None


def _from_water(crossing: Crossing) -> Crossing:
    return replace(crossing, sender=WATER_BUREAU)


LAWFUL: dict[str, Lawful] = {
    "A private report": Lawful(REPORT, BY_CONSENT, ProvisionKey.APPI_27_1),
    "A public report": Lawful(_from_water(REPORT), BY_CONSENT, ProvisionKey.APPI_69_2_1),
    "B private report": Lawful(replace(REPORT, route=Route.B), BY_PROTECTION, ProvisionKey.APPI_27_1_2),
    "B public report to a contractor": Lawful(
        replace(_from_water(REPORT), route=Route.B), BY_PROTECTION, ProvisionKey.APPI_69_2_4
    ),
    "B public report to the city's desk": Lawful(
        replace(_from_water(REPORT), route=Route.B, recipient=CITY_DESK),
        BY_PROTECTION,
        ProvisionKey.APPI_69_2_3,
    ),
    "B danger to life": Lawful(URGENT, BY_PROTECTION, ProvisionKey.APPI_27_1_2),
    "F private guidance": Lawful(GUIDANCE, Facts(), None),
    "F public guidance": Lawful(_from_water(GUIDANCE), Facts(), None),
    "A feedback from a contractor": Lawful(FEEDBACK, BY_CONSENT, ProvisionKey.APPI_27_1),
    "A feedback from the city's desk": Lawful(
        replace(FEEDBACK, sender=CITY_DESK), BY_CONSENT, ProvisionKey.APPI_69_2_1
    ),
    "D feedback from a contractor": Lawful(FEEDBACK_IN_MEETING, seats(ELECTRICITY), ProvisionKey.APPI_27_1_1),
    "D feedback from the city's desk": Lawful(
        replace(FEEDBACK_IN_MEETING, sender=CITY_DESK), seats(ELECTRICITY), ProvisionKey.APPI_69_1
    ),
    "G feedback from the city": Lawful(FEEDBACK_BY_REASON, Facts(public_interest=REASON), ProvisionKey.APPI_69_2_4),
    "A linkage by a contractor": Lawful(LINKAGE, BY_CONSENT, ProvisionKey.APPI_27_1),
    "A linkage by the city's desk": Lawful(replace(LINKAGE, sender=CITY_DESK), BY_CONSENT, ProvisionKey.APPI_69_2_1),
    "B emergency by a contractor": Lawful(EMERGENCY, BY_PROTECTION, ProvisionKey.APPI_27_1_2),
    "B emergency by the city's desk": Lawful(
        replace(EMERGENCY, sender=CITY_DESK), BY_PROTECTION, ProvisionKey.APPI_69_2_3
    ),
    "C private answer": Lawful(ANSWER, Facts(requests=(REQUEST,)), ProvisionKey.APPI_27_1_1),
    "C public answer": Lawful(
        _from_water(ANSWER),
        Facts(requests=(replace(REQUEST, addressed_to=WATER_BUREAU.organization_id),)),
        ProvisionKey.APPI_69_1,
    ),
    "D city to utility": Lawful(SHARE, seats(CITY, ELECTRICITY), ProvisionKey.APPI_69_1),
    "D utility to city": Lawful(
        replace(SHARE, sender=ELECTRICITY, recipient=CITY),
        seats(CITY, ELECTRICITY),
        ProvisionKey.APPI_27_1_1,
    ),
    "A report of a neighbour": Lawful(replace(REPORT, sender=NEIGHBOUR), BY_CONSENT, ProvisionKey.APPI_27_1),
    "A report by the person": Lawful(replace(REPORT, sender=ONESELF), BY_CONSENT, ProvisionKey.APPI_27_1),
    "B report of a welfare commissioner": Lawful(
        replace(REPORT, route=Route.B, sender=COMMISSIONER), BY_PROTECTION, ProvisionKey.APPI_69_2_4
    ),
    "B report of a newspaper company": Lawful(
        replace(REPORT, route=Route.B, sender=NEWSPAPER), BY_PROTECTION, ProvisionKey.APPI_27_1_2
    ),
    "A passed on by a contractor": Lawful(FORWARD, BY_CONSENT, ProvisionKey.APPI_27_1),
    "B passed on by the city's desk": Lawful(
        replace(FORWARD, route=Route.B, sender=CITY_DESK), BY_PROTECTION, ProvisionKey.APPI_69_2_3
    ),
    "D a copy is opened": Lawful(READING, seats(ELECTRICITY), ProvisionKey.APPI_27_1_1),
    "A a copy of a co-ordination meeting is opened": Lawful(
        READING_BY_CONSENT,
        replace(seats(ELECTRICITY), agenda=(replace(AGENDA, meeting_kind=MeetingKind.COORDINATION),)),
        ProvisionKey.APPI_27_1,
    ),
    "C a request goes out": Lawful(ASKING, Facts(requests=(REQUEST,)), ProvisionKey.APPI_69_1),
    "A share with consent": Lawful(SHARE_BY_CONSENT, BY_CONSENT, ProvisionKey.APPI_69_2_1),
}
