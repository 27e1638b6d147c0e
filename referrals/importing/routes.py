"""Which agency serves the addresses of a list: `organizations.routing` for many rows at once."""

from collections.abc import Iterable
from typing import NamedTuple

from japanese.postal import PostalArea, lookup
from organizations.models import ServiceArea, SupportAgency
from organizations.routing import without_district


class Choice(NamedTuple):
    """The agencies of one postal code: of the first place, or of those that the address names; None where none serves."""

    first: SupportAgency | None
    named: tuple[tuple[str, SupportAgency | None], ...] = ()

    def of(self, address: str) -> SupportAgency | None:
        """As `organizations.routing.destination`."""
        return next((agency for city, agency in self.named if city in address), self.first)


class Routes(dict[str, Choice]):
    """{postal code: choice}. `learn` asks about the codes that are new."""

    MOST = 150_000  # Japan has 120,000 and some

    def __init__(self) -> None:
        super().__init__({"": Choice(None)})

    def knows(self, codes: Iterable[str]) -> bool:
        """Whether there is nothing to learn of these codes."""
        return set(codes) <= self.keys()

    def learn(self, codes: Iterable[str]) -> None:
        """Whatever is not known of these codes yet, with one question to the database."""
        asked = set(codes)
        if len(self) > self.MOST:
            self.clear()
            self[""] = Choice(None)
        new = {code: lookup(code) for code in asked.difference(self)}
        if not new:
            return
        served = _served({place.jis_code for places in new.values() for place in places})
        self.update({code: _choice(code.replace("-", ""), places, served) for code, places in new.items()})


_Served = dict[tuple[str, str], SupportAgency]


def _served(jis_codes: set[str]) -> _Served:
    areas = ServiceArea.objects.filter(jis_code__in=jis_codes).select_related("agency__municipality")
    return {(area.jis_code, area.postal_code): area.agency for area in areas}


def _choice(digits: str, places: tuple[PostalArea, ...], served: _Served) -> Choice:
    def agency_of(place: PostalArea) -> SupportAgency | None:
        return served.get((place.jis_code, digits)) or served.get((place.jis_code, ""))

    if not places:
        return Choice(None)
    first = agency_of(places[0])
    if len({place.jis_code for place in places}) == 1:
        return Choice(first)
    return Choice(first, tuple((without_district(place.city), agency_of(place)) for place in places))
