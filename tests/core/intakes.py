"""Cases and supplies put straight into the tables, where what is tested begins after them."""

from datetime import date
from itertools import count
from typing import Any

from cases.actions import Intake
from cases.models import Case, CaseStatus, Household, Person
from organizations.models import Municipality, SupportAgency, Utility
from referrals.models import StopBasis, Supply

INTAKE = Intake(
    name="玉名 花子",
    kana="タマナ ハナコ",
    birth_on=None,
    phone="0968-11-2222",
    postal_code="865-0016",
    address="熊本県玉名市岩崎1-1",
    has_infant=False,
    has_illness=False,
)
_numbers = count(1)


def put_case(agency: SupportAgency, opened_on: date, **facts: Any) -> Case:
    """An open case; `facts` are columns of the case, `has_infant` and `has_illness` of its household."""
    place = {name: facts.pop(name) for name in ("has_infant", "has_illness") if name in facts}
    municipality: Municipality = agency.municipality
    household = Household.objects.create(municipality=municipality, address=INTAKE.address, **place)
    person = Person.objects.create(municipality=municipality, household=household, name=INTAKE.name)
    number = f"test-{next(_numbers)}"
    return Case.objects.create(
        municipality=municipality,
        agency=agency,
        number=number,
        household=household,
        person=person,
        opened_on=opened_on,
        **{"status": CaseStatus.OPEN, **facts},
    )


def put_supply(case: Case, utility: Utility, reported_on: date, **clock: Any) -> Supply:
    """A supply of the case; a stop date is a notified one unless `stop_basis` says other."""
    basis = StopBasis.NOTIFIED if clock.get("scheduled_stop_on") else StopBasis.UNKNOWN
    return Supply.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        utility=utility,
        kind=utility.utility_kind,
        reported_on=reported_on,
        **{"stop_basis": basis, **clock},
    )
