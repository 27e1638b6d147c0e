"""Which agency serves an address: by postal code, offline."""

import re
from dataclasses import dataclass

from japanese.postal import PostalArea, PostalCodeNotUnderstood, lookup, parse_postal_code
from organizations.models import ContactDesk, ServiceArea, SupportAgency


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
    named = [place for place in found if _without_district(place.city) in address]
    return next(iter(named or found), None)


def _without_district(city: str) -> str:
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
    if area is None:
        return None
    desk = ContactDesk.objects.filter(agency=area.agency, is_first=True).prefetch_related("hours").first()
    return Destination(area.agency, desk, place)
