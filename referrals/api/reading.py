"""From a body to a report: read strictly, then looked at as the portal's form looks at what was typed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pydantic import ValidationError

from consent.vocabulary import Route
from japanese.dates import today
from japanese.postal import parse_postal_code
from referrals.api.problems import FieldFault, Problem
from referrals.api.schemas import ConsentGround, ProtectionGround, ReportIn, RequestGround
from referrals.models import StopBasis
from referrals.report import ConsentGiven, HouseholdStated, ProtectionStated, Report

#: pydantic's many kinds of faults as the few that the description names.
FAULTS = {
    "missing": "missing",
    "extra_forbidden": "not_described",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_long",
    "string_pattern_mismatch": "pattern",
    "literal_error": "not_offered",
    "enum": "not_offered",
    "value_error": "not_offered",
    "union_tag_invalid": "not_offered",
    "union_tag_not_found": "missing",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}
YEARS = range(1900, 2101)
_GROUNDS = {ConsentGround: Route.A, ProtectionGround: Route.B, RequestGround: Route.C}


def read(request: HttpRequest) -> ReportIn:
    """The body as the description has it. Problem otherwise, with places and codes but no values."""
    if request.content_type != "application/json":
        raise Problem("unsupported_media_type")
    try:
        return ReportIn.model_validate_json(request.body)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in faults):
        raise Problem("invalid_json")
    raise Problem("invalid_body", fields=tuple(_fault(fault) for fault in faults))


def _fault(fault: Any) -> FieldFault:
    """Names that are not ours stay out: somebody's name may stand there by mistake."""
    place = list(fault["loc"])
    if fault["type"] == "extra_forbidden":
        place.pop()
    return FieldFault(_pointer(place), FAULTS.get(fault["type"], "not_of_this_kind"))


#: In a place, pydantic names the member of a union as well; it is no part of the body.
_TAGS = frozenset(
    {"consent", "protection", "request", "electricity_retail", "electricity_network", "city_gas"}
    | {"lp_gas", "water", "housing", "other"}
)


def _pointer(place: list[str | int]) -> str:
    steps = [step for n, step in enumerate(place) if not (n == 1 and step in _TAGS)]
    return "".join(f"/{step}" for step in steps)


def require_plausible(body: ReportIn) -> None:
    """Problem for what can be read but cannot be so."""
    faults = tuple(_implausible(body))
    if faults:
        raise Problem("not_plausible", fields=faults)


def _implausible(body: ReportIn) -> Iterator[FieldFault]:
    if not body.household.name.strip() and not body.danger_to_life:
        yield FieldFault("/household/name", "missing")
    if not body.household.address.strip():
        yield FieldFault("/household/address", "missing")
    for pointer, day in _days(body):
        if day and day.year not in YEARS:
            yield FieldFault(pointer, "out_of_range")
    for pointer, day in (
        ("/household/birth_on", body.household.birth_on),
        ("/supply/arrears_since", body.supply.arrears_since),
    ):
        if day and day.year in YEARS and day > today():
            yield FieldFault(pointer, "ahead")


def _days(body: ReportIn) -> Iterator[tuple[str, date | datetime | None]]:
    yield "/household/birth_on", body.household.birth_on
    for name in ("arrears_since", "deferred_until", "notice_on", "scheduled_stop_on"):
        yield f"/supply/{name}", getattr(body.supply, name)
    if isinstance(body.ground, ConsentGround):
        yield "/ground/given_at", body.ground.given_at
        yield "/ground/expires_on", body.ground.expires_on


def report_of(body: ReportIn, *, submission: UUID, office_id: int) -> Report:
    """The report that a plausible body states, through the office to which the system is bound."""
    ground = body.ground
    return Report(
        submission=submission,
        office_id=office_id,
        route=_GROUNDS[type(ground)],
        danger_to_life=body.danger_to_life,
        household=_household(body),
        consent=_consent(ground) if isinstance(ground, ConsentGround) else None,
        protection=_protection(ground) if isinstance(ground, ProtectionGround) else None,
        request_number=ground.request_number if isinstance(ground, RequestGround) else "",
    )


def _household(body: ReportIn) -> HouseholdStated:
    person, supply, seen = body.household, body.supply, body.observed
    digits = parse_postal_code(person.postal_code)
    return HouseholdStated(
        name=person.name if person.name.strip() else _not_known(),
        kana=person.kana or "",
        birth_on=person.birth_on,
        phone=person.phone or "",
        postal_code=f"{digits[:3]}-{digits[3:]}",
        address=person.address,
        supply_kind=supply.kind,
        customer_number=supply.customer_number,
        supply_point=getattr(supply, "supply_point", None) or "",
        arrears_since=supply.arrears_since,
        arrears_months=supply.arrears_months,
        arrears_yen=supply.arrears_yen,
        deferred_until=supply.deferred_until,
        notice_on=supply.notice_on,
        scheduled_stop_on=supply.scheduled_stop_on,
        stop_basis=StopBasis.NOTIFIED if supply.scheduled_stop_on else StopBasis.UNKNOWN,
        has_infant=seen.has_infant,
        has_illness=seen.has_illness,
        signs=seen.signs,
        note=seen.note,
    )


def _not_known() -> str:
    """In danger nobody has to know the name first. Read by caseworkers, whatever language the system asked for."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("(name not known)")


def _consent(ground: ConsentGround) -> ConsentGiven:
    return ConsentGiven(
        given_by=ground.given_by,
        given_at=timezone.localtime(ground.given_at),
        means=ground.means,
        taken_by=ground.taken_by,
        words=ground.words,
        items=frozenset(ground.items),
        expires_on=ground.expires_on,
        to_feedback=ground.to_feedback,
    )


def _protection(ground: ProtectionGround) -> ProtectionStated:
    return ProtectionStated(
        interest=ground.interest,
        why_protect=ground.why_protect,
        why_no_consent=ground.why_no_consent,
        judged_by=ground.judged_by,
    )
