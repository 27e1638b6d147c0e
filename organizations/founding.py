"""The first of everything: a municipality with its agency, a utility with its office, and who invites the others there.

Runs with the owner's log-in. Asked again, it adds what is new and leaves alone what is there.
"""

import secrets
from dataclasses import dataclass
from datetime import time, timedelta
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.actions import Letter, digest_of
from organizations.errors import OrganizationRefusal
from organizations.models import (
    ContactDesk,
    DeskHours,
    Invitation,
    Municipality,
    Office,
    Organization,
    OrganizationKind,
    RoleAssignment,
    RoleKind,
    ServiceArea,
    SupportAgency,
    Utility,
)
from organizations.models.organization import OfficeArea

WORKING_WEEK = range(5)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class First:
    """The person who will invite the others of an organisation."""

    email: str
    name: str


@dataclass(frozen=True)
class Town:
    """A municipality and one agency of it. `jis_codes` are the five digits of municipality or wards that it serves."""

    code: str
    name: str
    prefecture: str
    is_cold_region: bool
    agency: str
    agency_code: str
    channel_code: str
    entrusted: bool
    email: str
    phone: str
    postal_code: str
    address: str
    access: str
    opens_at: time
    closes_at: time
    jis_codes: tuple[str, ...]


@dataclass(frozen=True)
class Company:
    """A utility and one office of it. `serves` are six-digit codes of founded municipalities."""

    name: str
    kind: str
    is_public_body: bool
    office: str
    phone: str
    serves: tuple[str, ...]


@dataclass(frozen=True)
class Founded:
    """Names of what is new, and the letter; None where somebody invites the others already."""

    new: tuple[str, ...]
    letter: Letter | None


@transaction.atomic
def found_municipality(*, town: Town, first: First) -> Founded:
    """Municipality, agency, desk with hours and area. OrganizationRefusal where nothing would be new."""
    municipality = Municipality.objects.filter(code=town.code).first()
    agency = SupportAgency.objects.filter(code=town.agency_code).first()
    new = tuple(name for name, there in ((town.name, municipality), (town.agency, agency)) if there is None)
    if municipality is not None and municipality.name != town.name:
        raise _refused(_("The code %(code)s belongs to %(name)s."), code=town.code, name=municipality.name)
    if agency is not None and agency.municipality_id != (municipality and municipality.pk):
        raise _refused(_("The code %(code)s belongs to %(name)s."), code=town.agency_code, name=agency.name)
    municipality = municipality or _municipality(town)
    if agency is None:
        _agency(municipality, town)
    return _founded(new, municipality, municipality, RoleKind.MUNICIPAL_ADMIN, first)


@transaction.atomic
def found_utility(*, company: Company, first: First) -> Founded:
    """Utility, office and the municipalities it serves. OrganizationRefusal where nothing would be new."""
    served = {found.code: found for found in Municipality.objects.filter(code__in=company.serves)}
    for code in company.serves:
        if code not in served:
            raise _refused(_("No municipality with the code %(code)s is founded yet."), code=code)
    utility = Utility.objects.filter(name=company.name).first()
    office = Office.objects.filter(utility=utility, name=company.office).first() if utility else None
    new = [name for name, there in ((company.name, utility), (company.office, office)) if there is None]
    utility = utility or _utility(company)
    office = office or _kept(Office(utility=utility, name=company.office, phone=company.phone))
    for municipality in served.values():
        _area, made = OfficeArea.objects.get_or_create(office=office, municipality=municipality)
        new += [municipality.name] if made else []
    return _founded(tuple(new), utility, None, RoleKind.UTILITY_MANAGER, first)


def _municipality(town: Town) -> Municipality:
    kind = OrganizationKind.MUNICIPALITY
    return _kept(
        Municipality(
            kind=kind, name=town.name, code=town.code, prefecture=town.prefecture, is_cold_region=town.is_cold_region
        )
    )


def _agency(municipality: Municipality, town: Town) -> None:
    agency = SupportAgency(
        kind=OrganizationKind.AGENCY,
        name=town.agency,
        municipality=municipality,
        is_public=not town.entrusted,
        code=town.agency_code,
        channel_code=town.channel_code,
        email=town.email,
        phone=town.phone,
        postal_code=town.postal_code,
        address=town.address,
        access=town.access,
    )
    _kept(agency)
    _desk(municipality, agency, town)
    for code in town.jis_codes:
        _kept(ServiceArea(municipality=municipality, agency=agency, jis_code=code))


def _desk(municipality: Municipality, agency: SupportAgency, town: Town) -> None:
    desk = ContactDesk(municipality=municipality, agency=agency, name=town.agency, phone=town.phone, email=town.email)
    _kept(desk)
    for day in WORKING_WEEK:
        hours = {"opens_at": town.opens_at, "closes_at": town.closes_at}
        _kept(DeskHours(municipality=municipality, desk=desk, weekday=day, **hours))


def _utility(company: Company) -> Utility:
    return _kept(
        Utility(
            kind=OrganizationKind.UTILITY,
            name=company.name,
            utility_kind=company.kind,
            is_public_body=company.is_public_body,
        )
    )


def _kept(row: Row) -> Row:
    """The row, checked by its own rules and written."""
    try:
        row.full_clean()
    except ValidationError as error:
        sentences = [f"{field}: {' '.join(words)}" for field, words in error.message_dict.items()]
        raise OrganizationRefusal("cannot_be_founded", f"{row}: {' '.join(sentences)}") from error
    row.save()
    return row


def _founded(
    new: tuple[str, ...], organization: Organization, municipality: Municipality | None, role: RoleKind, first: First
) -> Founded:
    today = timezone.localdate()
    led = RoleAssignment.objects.in_force(today).filter(organization_id=organization.pk, role=role).exists()
    if led and not new:
        raise _refused(
            _("%(name)s is there already, and somebody there invites the others. Nothing was changed."),
            name=organization.name,
        )
    return Founded(new, None if led else _letter(organization, municipality, role, first))


def _letter(organization: Organization, municipality: Municipality | None, role: RoleKind, first: First) -> Letter:
    """A new first invitation; an earlier one that nobody accepted is void from now on."""
    earlier = Invitation.objects.filter(organization_id=organization.pk, role=role, invited_by=None, accepted_at=None)
    earlier.update(expires_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=first.email.lower(),
        name=first.name,
        organization_id=organization.pk,
        municipality_id=municipality.pk if municipality else None,
        role=role,
        digest=digest_of(token),
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    return Letter(_kept(invitation), token)


def _refused(sentence: str | Promise, **values: str) -> OrganizationRefusal:
    return OrganizationRefusal("cannot_be_founded", str(sentence) % values)
