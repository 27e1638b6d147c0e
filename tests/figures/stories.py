"""A year of 玉名 as tests tell it: reports on given days, followed by talks and visits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from cases.actions import add_note
from cases.models import Case, NoteKind
from japanese.dates import TOKYO, fiscal_year, today
from outreach.actions import Made, record_visit
from outreach.models import Outcome
from referrals.actions import accept_into_new_case, submit_report
from referrals.models import Channel, GuidanceRecord, Referral, Triage
from tests.world import report_of

#: The last whole fiscal year, so that all its days lie behind us.
YEAR = fiscal_year(today()) - 1


def at(month: int, day: int, hour: int = 10, *, year: int = YEAR) -> datetime:
    """A moment of the fiscal year, by the month's own number."""
    return datetime.combine(date(year + (month < 4), month, day), time(hour), tzinfo=TOKYO)


@dataclass
class Teller:
    """Writes stories by the product's own actions."""

    cast: Any
    acting: Callable[[str], Any]
    told: int = 0

    def report(self, moment: datetime, *, by: str = "staff", channel: Channel = Channel.PORTAL, **stated: Any) -> Any:
        """A consented report; each of another customer."""
        self.told += 1
        office = self.cast.suido_office if by == "other_staff" else self.cast.denki_office
        given = {"customer_number": f"F-{self.told}", "supply_point": "", **stated}
        if by == "other_staff":
            given = {"supply_kind": "water", **given}
        with self.acting(by) as actor:
            report = report_of(self.cast, office_id=office.pk, at=moment, **given)
            return submit_report(actor=actor, report=report, at=moment, channel=channel)

    def case(self, referral: Referral, by: str = "caseworker") -> Case:
        """Taken into a case of its own."""
        with self.acting(by) as actor:
            return accept_into_new_case(actor=actor, triage=Triage.objects.get(pk=referral.pk))

    def met(self, case: Case, moment: datetime, outcome: Outcome = Outcome.MET) -> None:
        """A visit."""
        with self.acting("caseworker") as actor:
            made = Made(outcome=outcome, visited_at=moment, condition="", next_step="", next_on=None)
            record_visit(actor=actor, case=Case.objects.get(pk=case.pk), made=made)

    def talked(self, case: Case, moment: datetime, kind: NoteKind = NoteKind.CONTACT) -> None:
        """A note."""
        with self.acting("caseworker") as actor:
            add_note(actor=actor, case=Case.objects.get(pk=case.pk), kind=kind, body="話した。", happened_at=moment)

    def reached_after(self, days: int, *, month: int = 5, **more: Any) -> Case:
        """A report whose household was met so many days later."""
        moment = at(month, 1)
        case = self.case(self.report(moment, **more))
        self.met(case, moment + timedelta(days=days))
        return case

    def leaflets(self, count: int, on: date, **how: Any) -> None:
        """Handed out by 玉名営業所."""
        office = how.pop("office", self.cast.denki_office)
        where = how.pop("municipality", self.cast.tamana)
        stated = {"language": "ja", "channel": "enclosed", **how}
        GuidanceRecord.objects.create(
            municipality=where,
            agency=self.cast.tamana_agency,
            utility_id=office.utility_id,
            office=office,
            on=on,
            count=count,
            submission=uuid4(),
            **stated,
        )
