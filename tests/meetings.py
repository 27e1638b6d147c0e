"""A support meeting of 玉名 with members, a session and one item, written straight to the tables.

Tests of one part of the meeting build the other parts with it; each part's own verbs are tested by its own tests.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case
from consent.gate import TOKYO
from consent.vocabulary import CaseKind, MeetingKind
from organizations.models import Organization, OrganizationKind, RoleAssignment, User
from support_meetings.models import (
    AgendaItem,
    Appointment,
    LegalBasis,
    Means,
    Member,
    Pledge,
    Session,
    SessionState,
    Summons,
    SupportMeeting,
)
from support_meetings.seats import subject_for
from tests.cast import Cast


@dataclass
class Gathering:
    """The meeting and, by name, whoever sits in it."""

    meeting: SupportMeeting
    session: Session | None = None
    item: AgendaItem | None = None
    members: dict[str, Member] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    summonses: dict[str, Summons] = field(default_factory=dict)


def found(
    cast: Cast, *, kind: MeetingKind = MeetingKind.SUPPORT, name: str = "支援会議", town: str = "tamana"
) -> Gathering:
    """A meeting without members; of 玉名, unless told otherwise."""
    meeting = SupportMeeting.objects.create(
        municipality=getattr(cast, town),
        kind=kind,
        basis=LegalBasis.ACT_9 if kind == MeetingKind.SUPPORT else LegalBasis.CONSENT,
        name=name,
        founded_on=date(2026, 4, 1),
        charter="支援会議設置要綱",
        charter_text="第1条 目的\n第2条 構成員",
        secretariat=getattr(cast, f"{town}_agency"),
    )
    return Gathering(meeting)


def seat(
    gathering: Gathering,
    name: str,
    *,
    user: User | None,
    organization: Organization,
    pledged: bool = True,
    appointed: bool = True,
    **fields: Any,
) -> Appointment:
    """A member under a name, appointed from 2026-04-01 to 2028-03-31 unless told otherwise."""
    municipality = gathering.meeting.municipality
    member = gathering.members.get(name) or Member.objects.create(
        municipality=municipality,
        meeting=gathering.meeting,
        user=user,
        name=user.name if user else name,
        email=user.email if user else "",
    )
    number = f"委-{Appointment.objects.count() + 1}"
    appointment = Appointment.objects.create(
        **{
            "municipality": municipality,
            "meeting": gathering.meeting,
            "member": member,
            "user": user,
            "organization": organization,
            "request_number": f"依-{Appointment.objects.count() + 1}",
            "requested_on": date(2026, 4, 1),
            "number": number if appointed else "",
            "appointed_on": date(2026, 4, 1) if appointed else None,
            "starts_on": date(2026, 4, 1),
            "ends_on": date(2028, 3, 31),
            **fields,
        }
    )
    if pledged:
        Pledge.objects.create(
            municipality=municipality,
            appointment=appointment,
            user=user,
            signed_at=datetime(2026, 4, 1, 9, tzinfo=TOKYO),
            signed_name=member.name,
            means=Means.SCREEN if user else Means.PAPER,
            text="秘密を守ります。",
            recorded_by=user or RoleAssignment.objects.get(user__email="lead@example.jp").user,
        )
    gathering.members[name], gathering.appointments[name] = member, appointment
    return appointment


def hold(gathering: Gathering, *, starts_at: datetime | None = None, number: int = 1, **fields: Any) -> Session:
    """A session that was called: by default it begins in an hour, and its papers can be read now."""
    begins = starts_at or timezone.now() + timedelta(hours=1)
    session = Session.objects.create(
        **{
            "municipality": gathering.meeting.municipality,
            "meeting": gathering.meeting,
            "number": number,
            "state": SessionState.CALLED,
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=2),
            "place": "玉名市役所 第1会議室",
            "papers_from": begins - timedelta(days=1),
            "papers_until": begins + timedelta(hours=4),
            **fields,
        }
    )
    gathering.session = session
    return session


def summon(gathering: Gathering, *names: str) -> None:
    """These members, in the capacity of their appointment."""
    session = gathering.session
    assert session is not None
    for name in names:
        appointment = gathering.appointments[name]
        gathering.summonses[name] = Summons.objects.create(
            municipality=session.municipality,
            session=session,
            member=appointment.member,
            appointment=appointment,
            user=appointment.user,
            meeting_name=gathering.meeting.name,
            session_number=session.number,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            place=session.place,
            sent_at=timezone.now(),
        )


def put_on_agenda(gathering: Gathering, case: Case, *, number: int = 1, **fields: Any) -> AgendaItem:
    """A case without consent, unless told otherwise."""
    session = gathering.session
    assert session is not None
    gathering.item = AgendaItem.objects.create(
        **{
            "municipality": session.municipality,
            "session": session,
            "number": number,
            "case": case,
            "subject": subject_for(case),
            "case_kind": CaseKind.NO_CONSENT,
            "why_no_consent": "三度訪ねたが会えず、同意を得られない。",
            "question": "どのように会うか。",
            **fields,
        }
    )
    return gathering.item


def other_organization(name: str = "玉名地区民生委員協議会") -> Organization:
    """A body that reports nothing and has nobody at the portal."""
    return Organization.objects.create(kind=OrganizationKind.OTHER, name=name)


def whole(cast: Cast, case: Case) -> Gathering:
    """Lead (of the agency), 構成員 "member" (of ひので電力, with a log-in at the portal) and 民生委員 (on paper), all
    summoned to a session with one case on its agenda."""
    gathering = found(cast)
    people = {name: cast.roles[name].user for name in ("lead", "member")}
    seat(gathering, "lead", user=people["lead"], organization=cast.tamana_agency)
    seat(gathering, "member", user=people["member"], organization=cast.denki)
    seat(gathering, "commissioner", user=None, organization=other_organization())
    hold(gathering)
    summon(gathering, "lead", "member", "commissioner")
    put_on_agenda(gathering, case)
    return gathering
