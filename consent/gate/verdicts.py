"""What the gate answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Literal

from consent.gate.facts import Party
from consent.vocabulary import Item, ProvisionKey, Route

if TYPE_CHECKING:
    # Part of the type checker's stubs; not there when the software runs.
    from django_stubs_ext import StrOrPromise


class RefusalCode(StrEnum):
    """Stable: counted in the figures and sent through the interface; never renamed."""

    ROUTE_NOT_FOR_THIS_CROSSING = "route_not_for_this_crossing"
    PARTIES_NOT_FOR_THIS_CROSSING = "parties_not_for_this_crossing"
    PURPOSE_NOT_FOR_THIS_CROSSING = "purpose_not_for_this_crossing"
    NO_ITEMS = "no_items"
    ITEMS_NOT_FOR_THIS_CROSSING = "items_not_for_this_crossing"
    NO_CONSENT = "no_consent"
    CONSENT_FOR_ANOTHER_RECIPIENT = "consent_for_another_recipient"
    CONSENT_FOR_ANOTHER_PURPOSE = "consent_for_another_purpose"
    CONSENT_INCOMPLETE = "consent_incomplete"
    CONSENT_NOT_YET_GIVEN = "consent_not_yet_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_EXPIRED = "consent_expired"
    ITEMS_NOT_COVERED = "items_not_covered"
    NO_PROTECTION_STATEMENT = "no_protection_statement"
    PROTECTION_REASON_BLANK = "protection_reason_blank"
    CONSENT_DIFFICULTY_BLANK = "consent_difficulty_blank"
    JUDGE_BLANK = "judge_blank"
    REQUEST_NOT_FOUND = "request_not_found"
    REQUEST_NOT_FROM_SUPPORT_MEETING = "request_not_from_support_meeting"
    REQUEST_NOT_YET_ISSUED = "request_not_yet_issued"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REQUEST_CLOSED = "request_closed"
    ITEMS_OUTSIDE_REQUEST = "items_outside_request"
    NOT_ON_AGENDA = "not_on_agenda"
    COORDINATION_MEETING = "coordination_meeting"
    CASE_KIND_MISSING = "case_kind_missing"
    NOT_A_MEMBER = "not_a_member"
    APPOINTMENT_NOT_STARTED = "appointment_not_started"
    APPOINTMENT_ENDED = "appointment_ended"
    PLEDGE_NOT_SIGNED = "pledge_not_signed"
    NOT_SUMMONED = "not_summoned"
    EXCLUDED_FOR_CONFLICT = "excluded_for_conflict"
    AGREEMENT_NOT_IN_FORCE = "agreement_not_in_force"
    AGREEMENT_IS_NO_BASIS = "agreement_is_no_basis"
    PERSONAL_DATA_WITH_GUIDANCE = "personal_data_with_guidance"
    NOT_A_PUBLIC_BODY = "not_a_public_body"
    NO_SPECIAL_REASON = "no_special_reason"
    SPECIAL_REASON_BLANK = "special_reason_blank"
    ITEMS_OUTSIDE_SPECIAL_REASON = "items_outside_special_reason"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a route found in favour: names of the facts relied on, such as ``consent:12``."""

    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """What a route found against: the items, or the party, it is about, if it is about some."""

    code: RefusalCode
    items: frozenset[Item] = frozenset()
    party: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The data may cross: these items, on this ground, and only now.

    ``provision`` is the article of 個人情報保護法 for the sender's kind, None only where nothing
    personal crosses (route F). ``act_provision`` is the article of 生活困窮者自立支援法 beside it.
    ``evidence`` names the facts relied on. ``needs_review``: a lead caseworker looks at it after
    arrival. ``call_emergency_first``: the reporter is told to call 119 / 110 first, and the agency
    is paged at once.
    """

    allowed: ClassVar[Literal[True]] = True

    route: Route
    provision: ProvisionKey | None
    act_provision: ProvisionKey | None
    items: frozenset[Item]
    evidence: tuple[str, ...]
    needs_review: bool
    call_emergency_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The data may not cross.

    ``sentence`` says what happened, ``instead`` the lawful way, ``provision`` the article that
    stands in the way. ``missing_items`` are those the ground does not reach; ``party`` is the one
    of the two whom the refusal is about, where it is about one. A refused cry of danger still has
    ``call_emergency_first``.
    """

    allowed: ClassVar[Literal[False]] = False

    code: RefusalCode
    sentence: StrOrPromise
    instead: StrOrPromise
    provision: ProvisionKey
    act_provision: ProvisionKey | None
    missing_items: frozenset[Item]
    party: Party | None
    call_emergency_first: bool
