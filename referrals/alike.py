"""Reports compared: with the supplies of cases, and with other reports that wait."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from cases.matching import (
    MOST,
    Features,
    Known,
    Signal,
    is_enough,
    known_of,
    reasons,
    signals_between,
    strongest,
    weight,
)
from cases.models import Case
from cases.same import alike_source
from organizations.actors import Actor
from organizations.permissions import Permission
from referrals.models import Referral, Supply, Triage


def features_of(referral: Referral) -> Features:
    """What the report says of the household."""
    return Features(referral.name, referral.kana, referral.phone, referral.address, referral.birth_on)


def supply_in_common(supplies: QuerySet[Supply], referral: Referral) -> Mapping[int, set[Signal]]:
    """case → whether it has a supply at the report's place, or one of its customer number. A place suggests (rule 17)."""
    asked = _same_point(referral) | _same_customer(referral)
    found: dict[int, set[Signal]] = defaultdict(set)
    if not asked:
        return found
    for case, point, utility, customer in supplies.filter(asked).values_list(
        "case_id", "supply_point", "utility_id", "customer_number"
    ):
        found[case] |= _of_supply(referral, point, utility, customer)
    return found


def _same_point(referral: Referral) -> Q:
    return Q(supply_point=referral.supply_point) if referral.supply_point else Q()


def _same_customer(referral: Referral) -> Q:
    known = referral.customer_number and referral.utility_id
    return Q(customer_number=referral.customer_number, utility_id=referral.utility_id) if known else Q()


def _of_supply(referral: Referral, point: str, utility: int | None, customer: str) -> set[Signal]:
    found = set()
    if point and point == referral.supply_point:
        found.add(Signal.SUPPLY_POINT)
    if customer and utility and (utility, customer) == (referral.utility_id, referral.customer_number):
        found.add(Signal.CUSTOMER)
    return found


@alike_source
def supplies_alike(actor: Actor, case: Case) -> Mapping[int, set[Signal]]:
    """Other cases with a supply at the same place as one of this case, or of the same customer number."""
    if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
        return {}
    rows = Supply.objects.filter(municipality_id=actor.municipality_id)
    ours = list(rows.filter(case=case).values_list(*_NUMBERS))
    points = {point for point, _utility, _customer in ours if point}
    customers = {(utility, customer) for _point, utility, customer in ours if utility and customer}
    if not points and not customers:
        return {}
    return _of_others(rows.exclude(case=case), points, customers)


def _of_others(rows: QuerySet[Supply], points: set[str], customers: set[tuple[int, str]]) -> Mapping[int, set[Signal]]:
    asked = Q(supply_point__in=points) | Q(customer_number__in={customer for _utility, customer in customers})
    found: dict[int, set[Signal]] = defaultdict(set)
    for other, point, utility, customer in rows.filter(asked).values_list("case_id", *_NUMBERS):
        found[other] |= {Signal.SUPPLY_POINT} if point in points else set()
        found[other] |= {Signal.CUSTOMER} if (utility, customer) in customers else set()
    return found


_NUMBERS = ("supply_point", "utility_id", "customer_number")


@dataclass(frozen=True)
class Waiting:
    """Another report that waits, and in words why it may be about the same household."""

    triage: Triage
    reasons: tuple[Promise, ...]


def also_waiting(actor: Actor, referral: Referral) -> list[Waiting]:
    """Reports that nobody has dealt with and that may be about the same household, the likeliest first."""
    asked = known_of(features_of(referral), actor.municipality_name)
    found = {pk: signals for pk, signals in _compared(actor, referral, asked) if is_enough(signals)}
    best = sorted(found, key=lambda pk: -weight(found[pk]))[:MOST]
    if not best:
        return []
    rows = Triage.objects.visible_to(actor).waiting().with_summary().filter(pk__in=best)
    return sorted(
        (Waiting(row, reasons(found[row.pk])) for row in rows), key=lambda one: best.index(one.triage.referral_id)
    )


def _compared(actor: Actor, referral: Referral, asked: Known) -> list[tuple[UUID, frozenset[Signal]]]:
    """The latest that wait, in one query; what they say is folded here: a report has no keys before it lies in a case.

    Of a long list that was sent at once those beyond are found all the same, as soon as one of them has a case.
    """
    waiting = Triage.objects.visible_to(actor).waiting().exclude(pk=referral.pk)
    rows = waiting.order_by("-received_at", "pk").values_list(*_STATED)[:_COMPARED]
    return [_one(row, referral, asked, actor.municipality_name) for row in rows]


_COMPARED = 300  # about a quarter of a millisecond each
_STATED = tuple(
    ["pk"]
    + [
        f"referral__{name}"
        for name in ("name", "kana", "phone", "address", "birth_on", "supply_point", "utility_id", "customer_number")
    ]
)
Stated = tuple[UUID, str, str, str, str, date | None, str, int | None, str]


def _one(row: Stated, referral: Referral, asked: Known, city: str) -> tuple[UUID, frozenset[Signal]]:
    pk, name, kana, phone, address, birth_on, point, utility, customer = row
    supply = _of_supply(referral, point, utility, customer)
    other = known_of(Features(name, kana, phone, address, birth_on), city)
    return pk, strongest(supply | signals_between(asked, other, whole=bool(supply)))
