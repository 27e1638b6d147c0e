"""A report as it was typed, before anybody decided whether it may cross."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from consent.vocabulary import ConsentMeans, Item, ProtectedInterest, Route
from referrals.models import StopBasis


@dataclass(frozen=True)
class ConsentGiven:
    """What the reporter states about the consent (rule 2). `items` are those the person agreed to."""

    given_by: str = field(repr=False)
    given_at: datetime
    means: ConsentMeans
    taken_by: str = field(repr=False)
    words: str = field(repr=False)
    items: frozenset[Item]
    expires_on: date | None
    to_feedback: bool
    withdrawn_at: datetime | None = None  # where the person is known to have taken this very consent back


@dataclass(frozen=True)
class ProtectionStated:
    """What the reporter states when consent cannot be asked: both limbs (rule 3)."""

    interest: ProtectedInterest
    why_protect: str = field(repr=False)
    why_no_consent: str = field(repr=False)
    judged_by: str = field(repr=False)


@dataclass(frozen=True)
class HouseholdStated:
    """The person, the supply and the arrears, as typed (rule 18). Free words stay out of `repr`."""

    name: str = field(repr=False)
    kana: str = field(repr=False)
    birth_on: date | None = field(repr=False)
    phone: str = field(repr=False)
    postal_code: str = field(repr=False)
    address: str = field(repr=False)
    supply_kind: str
    customer_number: str = field(repr=False)
    supply_point: str = field(repr=False)
    arrears_since: date | None
    arrears_months: int | None
    arrears_yen: int | None
    deferred_until: date | None
    notice_on: date | None
    scheduled_stop_on: date | None
    stop_basis: StopBasis
    has_infant: bool
    has_illness: bool
    signs: str = field(repr=False)
    note: str = field(repr=False, default="")
    supplier_name: str = field(repr=False, default="")


@dataclass(frozen=True)
class Report:
    """Everything of one report. `submission` is drawn with the form, so that a double click sends one.

    `path_id` is the key of the `AgreedPath` by which it is made, None where it is made without an agreement.
    """

    submission: UUID
    office_id: int
    route: Route
    danger_to_life: bool
    household: HouseholdStated
    consent: ConsentGiven | None = None
    protection: ProtectionStated | None = None
    request_number: str = ""
    path_id: int | None = None

    def items(self) -> frozenset[Item]:
        """Which kinds of facts would cross: those that are filled in."""
        stated = self.household
        filled = {
            Item.NAME: stated.name,
            Item.KANA: stated.kana,
            Item.BIRTH_DATE: stated.birth_on,
            Item.PHONE: stated.phone,
            Item.ADDRESS: stated.address or stated.postal_code,
            Item.CUSTOMER_NUMBER: stated.customer_number,
            Item.SUPPLY_POINT: stated.supply_point,
            Item.SUPPLY_KIND: stated.supply_kind or stated.supplier_name,
            Item.ARREARS: stated.arrears_since or stated.arrears_months or stated.arrears_yen,
            Item.DEFERRAL: stated.deferred_until,
            Item.STOP_DATE: stated.notice_on or stated.scheduled_stop_on,
            Item.HOUSEHOLD: stated.has_infant,
            Item.HEALTH_SIGNS: stated.has_illness,
            Item.VISIT_SIGNS: stated.signs,
            Item.NOTE: stated.note,
        }
        return frozenset(item for item, value in filled.items() if value)


#: The fields that carry an item; those of `LEAST_ITEMS` are always asked.
CARRIERS: dict[Item, tuple[str, ...]] = {
    Item.KANA: ("kana",),
    Item.BIRTH_DATE: ("birth_on",),
    Item.PHONE: ("phone",),
    Item.CUSTOMER_NUMBER: ("customer_number",),
    Item.SUPPLY_POINT: ("supply_point",),
    Item.ARREARS: ("arrears_since", "arrears_months", "arrears_yen"),
    Item.DEFERRAL: ("deferred_until",),
    Item.STOP_DATE: ("notice_on", "scheduled_stop_on"),
    Item.HOUSEHOLD: ("has_infant",),
    Item.HEALTH_SIGNS: ("has_illness",),
    Item.VISIT_SIGNS: ("signs",),
    Item.NOTE: ("note",),
}


def limited(household: HouseholdStated, items: Collection[Item]) -> HouseholdStated:
    """The same without the fields of all other items; the least ones stay."""
    out = {name for item, names in CARRIERS.items() if item not in items for name in names}
    if not out:
        return household
    blanks: dict[str, Any] = {name: _blank(getattr(household, name)) for name in out}
    kept = replace(household, **blanks)
    return kept if kept.scheduled_stop_on else replace(kept, stop_basis=StopBasis.UNKNOWN)


def _blank(value: object) -> object:
    return {str: "", bool: False}.get(type(value))
