"""Which agency serves an address: by postal code, offline."""

import re
from dataclasses import dataclass

from django.db.models import CharField, F, Value

from japanese.postal import PostalArea, PostalCodeNotUnderstood, lookup, parse_postal_code
from organizations.models import ContactDesk, Municipality, ServiceArea, SupportAgency


@dataclass(frozen=True)
class Destination:
    """The agency in charge, and where the postal code lies (for filling in the address)."""

    agency: SupportAgency
    desk: ContactDesk | None
    place: PostalArea | None


def place_of(postal_code: str, address: str = "") -> PostalArea | None:
    """Where a postal code lies; None where it is unknown or not understood.

    Some codes cover towns of two municipalities: the first that the address names, else the first of all.
    """
    try:
        found = lookup(postal_code)
    except PostalCodeNotUnderstood:
        return None
    named = [place for place in found if without_district(place.city) in address]
    return next(iter(named or found), None)


def without_district(city: str) -> str:
    """木曽岬町 of 桑名郡木曽岬町, which addresses leave out."""
    return re.sub(r"^.+?郡(?=.)", "", city)


def destination(postal_code: str, address: str = "") -> Destination | None:
    """The agency in charge of a postal code: one named for this very code wins over the municipality's."""
    place = place_of(postal_code, address)
    if place is None:
        return None
    code = parse_postal_code(postal_code)
    areas = ServiceArea.objects.filter(jis_code=place.jis_code, postal_code__in=[code, ""])
    area = areas.select_related("agency__municipality").order_by("-postal_code").first()
    return _at(area.agency, place) if area else None


def destination_named(address: str) -> Destination | None:
    """The agency in charge of the one municipality that the address names, for who knows no postal code.

    Of two towns of one name the prefecture must be there too; where several fit, or none does, None.
    大津市 names 大津市, not 津市.
    """
    said = Municipality.objects.annotate(said=Value(address, output_field=CharField()))
    named = list(said.filter(said__contains=F("name")))
    names = {town.name for town in named}
    longer = [town for town in named if not any(town.name in name and town.name != name for name in names)]
    found = [town for town in longer if town.prefecture in address] or longer
    if len(found) != 1:
        return None
    areas = ServiceArea.objects.filter(municipality=found[0], postal_code="")
    area = areas.select_related("agency__municipality").order_by("jis_code").first()
    return _at(area.agency, None) if area else None


def _at(agency: SupportAgency, place: PostalArea | None) -> Destination:
    desk = ContactDesk.objects.filter(agency=agency, is_first=True).prefetch_related("hours").first()
    return Destination(agency, desk, place)
