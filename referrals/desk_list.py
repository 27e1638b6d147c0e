"""The desks of a utility's service area as a paper, in Japanese whatever the reader's language."""

from itertools import groupby

from django.utils.translation import override

from documents.desk_list import AgencyEntry, DeskEntry, DeskListContent, desk_list_pdf
from japanese.dates import today
from organizations.actors import Actor
from organizations.models import ContactDesk, Municipality, ServiceArea, SupportAgency
from referrals.access import desks_for

MOST_CODES = 6  # postal codes that are written out; of more the first are, and how many there are


def desk_list_bytes(actor: Actor) -> bytes:
    """A4 as PDF."""
    with override("ja"):
        return desk_list_pdf(desk_list_content(actor))


def desk_list_content(actor: Actor) -> DeskListContent:
    """What the paper says today."""
    desks = [found.desk for found in desks_for(actor)]
    areas = _areas(desks)
    towns = groupby(desks, key=lambda desk: desk.municipality)
    return DeskListContent(
        utility_name=actor.organization_name,
        issued_on=today(),
        towns=[(town.name, _agencies(town, list(rows), areas)) for town, rows in towns],
    )


def _areas(desks: list[ContactDesk]) -> dict[int, list[ServiceArea]]:
    """agency → its areas, of all agencies of the towns."""
    found: dict[int, list[ServiceArea]] = {}
    towns = {desk.municipality_id for desk in desks}
    for area in ServiceArea.objects.filter(municipality__in=towns).order_by("jis_code", "postal_code"):
        found.setdefault(area.agency_id, []).append(area)
    return found


def _agencies(town: Municipality, desks: list[ContactDesk], areas: dict[int, list[ServiceArea]]) -> list[AgencyEntry]:
    groups = [(agency, list(rows)) for agency, rows in groupby(desks, key=lambda desk: desk.agency)]
    return [
        _agency(agency, rows, _area_words(town, areas.get(agency.pk, []), len(groups) > 1)) for agency, rows in groups
    ]


def _agency(agency: SupportAgency, desks: list[ContactDesk], area: str) -> AgencyEntry:
    return AgencyEntry(
        name=agency.name,
        area=area,
        postal_code=agency.postal_code,
        address=agency.address,
        phone=agency.phone,
        fax=agency.fax,
        desks=[DeskEntry(desk.name, desk.phone, desk.hours_by_day(), desk.email) for desk in desks],
    )


def _area_words(town: Municipality, areas: list[ServiceArea], is_shared: bool) -> str:
    """A whole town, or the postal codes for which the agency was named; those win over the whole."""
    if any(not area.postal_code for area in areas):
        return f"担当：{town.name}{'（ほかの窓口が担当する地域を除く）' if is_shared else ''}"
    codes = [f"{area.postal_code[:3]}-{area.postal_code[3:]}" for area in areas]
    if not codes:
        return ""
    more = f" ほか{len(codes) - MOST_CODES}件" if len(codes) > MOST_CODES else ""
    return f"担当：郵便番号 {'、'.join(codes[:MOST_CODES])}{more}"
