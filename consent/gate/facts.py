"""What the gate is told: the crossing asked for, and the facts the caller has gathered.

Plain frozen data. Every moment is an aware datetime and every word one of the closed
vocabulary; anything else is a mistake of the programmer and raises ``ValueError`` here,
so that ``decide`` never has to. Free words stay out of ``repr``, and so out of logs: what is refused
leaves nothing behind.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from consent.vocabulary import (
    CaseKind,
    ConsentMeans,
    CrossingKind,
    Item,
    MeetingKind,
    PartyKind,
    ProtectedInterest,
    Purpose,
    Route,
)

TOKYO = ZoneInfo("Asia/Tokyo")

Id: TypeAlias = int | str | UUID

_VOCABULARIES = {"kind": CrossingKind, "route": Route, "purpose": Purpose}


def tokyo_day(at: datetime) -> date:
    """The calendar day of a moment in Japan; every term of this law ends with such a day."""
    return at.astimezone(TOKYO).date()


def require_aware(*moments: datetime | None) -> None:
    """ValueError if one of the moments does not say in which zone it is."""
    if any(moment is not None and moment.utcoffset() is None for moment in moments):
        raise ValueError("the gate needs datetimes with a time zone")


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in the capacity in which it acts here, and the person acting, if that matters.

    ``is_public`` decides between 27条 and 69条. ``person_id`` matters between members of a meeting.
    ``organization_id`` is None for who has no entry of its own here: a neighbour, a newspaper company.
    """

    organization_id: int | None
    kind: PartyKind
    is_public: bool
    person_id: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", PartyKind(self.kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A household's data about to go from one organisation to another.

    ``subject`` is any hashable that the facts about the same household carry too. ``items`` are all
    that would cross. ``agreement_id`` is given when the report is made under an agreement (協定);
    ``request_number`` with route C; ``meeting_session_id`` and ``agenda_item_id`` with route D.
    """

    kind: CrossingKind
    route: Route
    sender: Party
    recipient: Party
    subject: Hashable
    items: frozenset[Item]
    purpose: Purpose
    at: datetime
    danger_to_life: bool = False
    agreement_id: Id | None = None
    request_number: str | None = None
    meeting_session_id: Id | None = None
    agenda_item_id: Id | None = None

    def __post_init__(self) -> None:
        require_aware(self.at)
        # A row stores plain strings; whoever reads a verdict may count on members of the vocabulary.
        for name, vocabulary in _VOCABULARIES.items():
            object.__setattr__(self, name, vocabulary(getattr(self, name)))
        object.__setattr__(self, "items", frozenset(map(Item, self.items)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """同意. ``given_by`` is who said yes, ``taken_by`` who heard it.

    ``recipients`` are organisation ids. In force from ``given_at`` to the end of ``expires_on`` in
    Tokyo (None: until withdrawn), and no longer from the very moment of ``withdrawn_at``.
    """

    id: Id
    subject: Hashable
    given_by: str = field(repr=False)
    given_at: datetime
    means: ConsentMeans | None
    taken_by: str = field(repr=False)
    items: frozenset[Item]
    recipients: frozenset[int]
    purposes: frozenset[Purpose]
    expires_on: date | None
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        require_aware(self.given_at, self.withdrawn_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionFact:
    """生命・身体・財産の保護: the two limbs, each in its own words, and who judged them."""

    interest: ProtectedInterest
    what_is_protected: str = field(repr=False)
    why_consent_is_difficult: str = field(repr=False)
    judged_by: str = field(repr=False)
    id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFact:
    """協力要請 (9条3項), from the meeting ``asked_by`` to ``addressed_to``, both organisation ids.

    There is no due date here: an answer that comes late is still an answer.
    """

    id: Id
    number: str
    meeting_kind: MeetingKind
    asked_by: int
    addressed_to: int
    subject: Hashable
    items: frozenset[Item]
    issued_on: date
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        require_aware(self.closed_at, self.withdrawn_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentFact:
    """委嘱: of a person, in an organisation, to a meeting, for whole days of Tokyo, both ends included."""

    id: Id
    meeting_id: Id
    person_id: int
    organization_id: int
    starts_on: date
    ends_on: date
    pledge_signed_at: datetime | None

    def __post_init__(self) -> None:
        require_aware(self.pledge_signed_at)


@dataclass(frozen=True, slots=True)
class SummonsFact:
    """招集: this person was called to this session."""

    session_id: Id
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaFact:
    """議題. ``excluded_organizations`` and ``excluded_persons`` have a conflict of interest in it and take no part.

    Who sits for two organisations, one of them excluded, is an excluded person in whichever capacity.
    """

    id: Id
    session_id: Id
    meeting_id: Id
    meeting_kind: MeetingKind
    subject: Hashable
    case_kind: CaseKind | None
    excluded_organizations: frozenset[int] = frozenset()
    excluded_persons: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFact:
    """協定: in force on whole days of Tokyo, both ends included; ``in_force_until`` None is open.

    Renewal is already worked into ``in_force_until`` by whoever states the fact. ``parties`` are
    organisation ids.
    """

    id: Id
    parties: frozenset[int]
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicInterestFact:
    """個人情報保護法69条2項4号: why this person may be spoken of to this organisation, decided by whom."""

    id: Id
    subject: Hashable
    recipient: int
    items: frozenset[Item]
    reason: str = field(repr=False)
    decided_by: str = field(repr=False)
    decided_at: datetime

    def __post_init__(self) -> None:
        require_aware(self.decided_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known and may bear on one crossing. What is not stated here is not so."""

    consents: tuple[ConsentFact, ...] = ()
    protection: ProtectionFact | None = None
    requests: tuple[RequestFact, ...] = ()
    appointments: tuple[AppointmentFact, ...] = ()
    summonses: tuple[SummonsFact, ...] = ()
    agenda: tuple[AgendaFact, ...] = ()
    agreements: tuple[AgreementFact, ...] = ()
    public_interest: PublicInterestFact | None = None
