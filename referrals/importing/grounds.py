"""On which ground a row would cross, and the gate's word on it.

The gate is asked about a row's own `Report`, made into a crossing by the same functions as a report from the
portal. Rows that it cannot tell apart share one answer: `Seen` is all that it sees of a row, and nothing that it
does not see is in there.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from agreements.models import AgreedPath
from agreements.reach import items_of
from consent.actions import Alike
from consent.gate import Crossing, Facts, Permit, Refusal, decide
from consent.vocabulary import ProtectedInterest, Route
from japanese.dates import TOKYO
from organizations.models import SupportAgency
from referrals.crossings import Sender, report_crossing, report_facts
from referrals.importing.rows import Values
from referrals.importing.values import items_named, means_named
from referrals.importing.words import NO_GROUND
from referrals.models import StopBasis
from referrals.report import CARRIERS, ConsentGiven, HouseholdStated, ProtectionStated, Report

#: Stands for the household of any row: the gate only compares it with itself.
ANYBODY = UUID(int=0)


#: Where a list has another name for a field of a report.
_FIELDS = {"scheduled_stop_on": "stop_on"}


def not_agreed(path: AgreedPath | None) -> frozenset[str]:
    """The fields of a row that are left out of reports by this agreement."""
    items = items_of(path) if path else None
    if items is None:
        return frozenset()
    out = {_FIELDS.get(name, name) for item, names in CARRIERS.items() if item not in items for name in names}
    return frozenset(out.intersection(Values._fields))


class Seen(NamedTuple):
    """All that the gate sees of a row: which kinds of facts are there, what was stated of the ground, and whether words say something."""

    ground: str
    danger: str
    agency_id: int
    has_kana: bool
    has_phone: bool
    has_point: bool
    has_arrears: bool
    has_deferral: bool
    has_stop: bool
    has_note: bool
    consent_day: str  # "": none, "by now", "later"
    means: str
    items: str
    giver_says: bool
    taker: str  # "": blank, "-": says nothing, "+": says something
    interest: str
    danger_says: bool
    difficulty_says: bool

    @property
    def route(self) -> Route:
        """The ground as claimed. Danger to life is itself a ground; no ground at all is a consent that nobody gave."""
        if self.ground == NO_GROUND:
            return Route.B if self.danger else Route.A
        return Route(self.ground)


@dataclass(frozen=True, eq=False)
class Stand:
    """Rows that are alike before the law, and the verdict on them."""

    seen: Seen
    agency: SupportAgency
    crossing: Crossing = field(repr=False)
    facts: Facts = field(repr=False)
    verdict: Permit | Refusal = field(repr=False)

    def at(self, moment: datetime) -> Alike:
        """For the ledger, when they cross."""
        crossing = self.crossing if self.crossing.at == moment else replace(self.crossing, at=moment)
        return Alike(crossing, self.facts, self.agency.municipality_id)


def stand_of(
    seen: Seen,
    told: Values,
    sender: Sender,
    agency: SupportAgency,
    at: datetime,
    judge: str,
    path: AgreedPath | None = None,
) -> Stand:
    """Ask the gate."""
    report = report_of(seen, told, sender.office.pk if sender.office else 0, judge)
    if path is not None and path.municipality_id == agency.municipality_id:
        report = replace(report, path_id=path.pk)
    crossing = report_crossing(report, sender.party, agency, at)
    facts = report_facts(report, agency, path)
    return Stand(seen, agency, crossing, facts, decide(crossing, facts))


def report_of(seen: Seen, told: Values, office_id: int, judge: str, submission: UUID = ANYBODY) -> Report:
    """A row as a report, such as the portal's pages would make of the same words."""
    route = seen.route
    return Report(
        submission=submission,
        office_id=office_id,
        route=route,
        danger_to_life=bool(seen.danger),
        household=_household(told),
        consent=_consent(seen, told) if seen.ground == Route.A else None,
        protection=_protection(seen, told, judge) if route == Route.B else None,
        request_number=told.request_number,
    )


def _household(told: Values) -> HouseholdStated:
    return HouseholdStated(
        name=told.name,
        kana=told.kana,
        birth_on=None,
        phone=told.phone,
        postal_code=told.postal_code,
        address=told.address,
        supply_kind=told.supply_kind,
        customer_number=told.customer_number,
        supply_point=told.supply_point,
        arrears_since=_day(told.arrears_since),
        arrears_months=_number(told.arrears_months),
        arrears_yen=_number(told.arrears_yen),
        deferred_until=_day(told.deferred_until),
        notice_on=_day(told.notice_on),
        scheduled_stop_on=_day(told.stop_on),
        stop_basis=StopBasis.NOTIFIED if told.stop_on else StopBasis.UNKNOWN,
        has_infant=False,
        has_illness=False,
        signs="",
        note=told.note,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def _consent(seen: Seen, told: Values) -> ConsentGiven | None:
    """None where nothing at all was stated; what is missing of a consent is for the gate to say."""
    if not (seen.consent_day or seen.means or seen.items or seen.taker):
        return None
    day = _day(told.consent_on) or date.max
    return ConsentGiven(
        given_by=told.given_by,
        given_at=datetime.combine(day, time.min, tzinfo=TOKYO),
        means=means_named(seen.means),  # type: ignore[arg-type]  # the gate takes a blank and refuses it
        taken_by=told.taken_by,
        words="",
        items=items_named(seen.items),
        expires_on=None,
        to_feedback=False,
    )


def _protection(seen: Seen, told: Values, judge: str) -> ProtectionStated | None:
    if not (told.why_protect or told.why_no_consent):
        return None
    return ProtectionStated(
        interest=ProtectedInterest(seen.interest),
        why_protect=told.why_protect,
        why_no_consent=told.why_no_consent,
        judged_by=judge,
    )
