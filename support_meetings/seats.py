"""What the gate is told of a meeting: who sits for which organisation, who is summoned, what is on the agenda.

Facts only; whether something may cross is decided by `consent.gate` alone.
"""

from collections.abc import Iterable
from uuid import NAMESPACE_OID, UUID, uuid5

from cases.models import Case
from cases.subjects import subjects_of
from consent.gate import AgendaFact, AppointmentFact, Facts, Party, SummonsFact
from consent.vocabulary import CaseKind, MeetingKind, PartyKind
from organizations.models import Organization, OrganizationKind, SupportAgency, Utility
from support_meetings.models import AgendaItem, Appointment, Exclusion, Pledge, Session, Summons
from support_meetings.states import counts

_KINDS = {
    OrganizationKind.MUNICIPALITY: PartyKind.MUNICIPALITY,
    OrganizationKind.AGENCY: PartyKind.AGENCY,
    OrganizationKind.UTILITY: PartyKind.UTILITY,
    OrganizationKind.OTHER: PartyKind.OTHER_ORGANIZATION,
}


def party_of(organization: Organization, person_id: int | None = None) -> Party:
    """An organisation as the gate sees it. `person_id` is the pk of the Member who acts for it."""
    kind = OrganizationKind(organization.kind)
    return Party(organization.pk, _KINDS[kind], _is_public(organization, kind), person_id)


def _is_public(organization: Organization, kind: OrganizationKind) -> bool:
    if kind is OrganizationKind.UTILITY:
        return Utility.objects.filter(pk=organization.pk, is_public_body=True).exists()
    if kind is OrganizationKind.AGENCY:
        return SupportAgency.objects.filter(pk=organization.pk, is_public=True).exists()
    return kind is OrganizationKind.MUNICIPALITY


def meeting_party(municipality_id: int) -> Party:
    """The meeting itself, which asks and is answered; it has no person."""
    return Party(municipality_id, PartyKind.MEETING, is_public=True)


def appointment_fact(appointment: Appointment, pledge: Pledge | None) -> AppointmentFact:
    """An appointment that was made; the caller leaves out those that were only asked for."""
    return AppointmentFact(
        id=appointment.pk,
        meeting_id=appointment.meeting_id,
        person_id=appointment.member_id,
        organization_id=appointment.organization_id,
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
        pledge_signed_at=pledge.signed_at if pledge and counts(pledge, appointment) else None,
    )


def agenda_fact(
    item: AgendaItem, session: Session, persons: frozenset[int], organizations: frozenset[int]
) -> AgendaFact:
    """An item that stands on the agenda. `session` is loaded with its meeting."""
    return AgendaFact(
        id=item.pk,
        session_id=session.pk,
        meeting_id=session.meeting_id,
        meeting_kind=MeetingKind(session.meeting.kind),
        subject=item.subject,
        case_kind=CaseKind(item.case_kind),
        excluded_organizations=organizations,
        excluded_persons=persons,
    )


def session_facts(session: Session) -> Facts:
    """Everything about one session, in four queries: appointments, summonses, agenda with its conflicts.

    Whoever sits for two organisations, one of which is excluded from an item, is excluded as a person.
    """
    appointments = list(
        Appointment.objects.filter(meeting_id=session.meeting_id, appointed_on__isnull=False).select_related("pledge")
    )
    summonses = Summons.objects.filter(session=session, cancelled_at__isnull=True)
    items = list(AgendaItem.objects.filter(session=session, taken_off_at__isnull=True).order_by("number"))
    exclusions = list(Exclusion.objects.filter(item__in=items))
    return Facts(
        appointments=tuple(appointment_fact(one, getattr(one, "pledge", None)) for one in appointments),
        summonses=tuple(SummonsFact(session.pk, one.member_id) for one in summonses),
        agenda=tuple(_with_conflicts(item, session, appointments, exclusions) for item in items),
    )


def _with_conflicts(
    item: AgendaItem, session: Session, appointments: Iterable[Appointment], exclusions: Iterable[Exclusion]
) -> AgendaFact:
    own = [one for one in exclusions if one.item_id == item.pk]
    organizations = frozenset(one.organization_id for one in own if one.organization_id)
    seats = ((one.member_id, one.organization_id) for one in appointments)
    return agenda_fact(item, session, in_conflict(own, seats), organizations)


def in_conflict(exclusions: Iterable[Exclusion], seats: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Members whom these conflicts shut out. `seats` are (member, organisation) of every term of the meeting.

    Any term counts, a past or a coming one as well: who has just left a firm knows what it knows.
    """
    rows = list(exclusions)
    firms = {one.organization_id for one in rows if one.organization_id}
    named = {one.member_id for one in rows if one.member_id}
    return frozenset(named | {member for member, organization in seats if organization in firms})


def seats_in(meeting_id: int) -> list[tuple[int, int]]:
    """(member, organisation) of every appointment that was made; one query."""
    made = Appointment.objects.filter(meeting_id=meeting_id, appointed_on__isnull=False)
    return list(made.values_list("member_id", "organization_id"))


def subject_for(case: Case) -> UUID:
    """Under which subject a meeting speaks of a case: that of a report in it, else one of the case's own."""
    return next(iter(subjects_of(case)), uuid5(NAMESPACE_OID, f"case:{case.pk}"))
