"""An agency and its desk as the leaflet shows them, and who may print whose."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language_info, override, pgettext
from django.utils.translation import gettext as _

from documents.leaflet import LANGUAGES, LeafletContent
from japanese.postal import PostalCodeNotUnderstood, parse_postal_code
from organizations.actors import Actor
from organizations.models import ContactDesk, SupportAgency
from organizations.models.area import Weekday


class NoDesk(Exception):
    """The agency has no contact desk yet, so a leaflet would lead nowhere."""


def content_of(agency: SupportAgency, *, language: str) -> LeafletContent:
    """The leaflet of the agency's first desk, its hours in `language`. Raises NoDesk."""
    desk = ContactDesk.objects.filter(agency=agency, is_first=True).prefetch_related("hours").first()
    if desk is None:
        raise NoDesk(_("%(agency)s has no contact desk yet; add one first.") % {"agency": agency.name})
    with override(language):
        hours, closed = desk.hours_by_day(), _closed_words(desk)
    return LeafletContent(
        agency_name=agency.name,
        municipality_name=agency.municipality.name,
        desk_name=desk.name,
        postal_code=_hyphened(agency.postal_code),
        address=agency.address,
        phone=desk.phone,
        fax=agency.fax,
        hours=hours,
        closed_text=closed,
        channel_code=agency.channel_code,
        email=desk.email or agency.email,
        access_text=agency.access,
    )


def _closed_words(desk: ContactDesk) -> str:
    """The days of the week without hours, and the days on which public offices are closed."""
    opened = {row.weekday for row in desk.hours.all()}
    days = [str(day.label) for day in Weekday if day not in opened]
    if not days:
        return _("national holidays, 29 December to 3 January")
    listed = pgettext("between the words of a list", ", ").join(days)
    return _("%(days)s, national holidays, 29 December to 3 January") % {"days": listed}


def _hyphened(postal_code: str) -> str:
    try:
        digits = parse_postal_code(postal_code)
    except PostalCodeNotUnderstood:
        return postal_code
    return f"{digits[:3]}-{digits[3:]}"


def agencies_for(actor: Actor) -> QuerySet[SupportAgency]:
    """Whose leaflets an actor prints: the own municipality's, or those of the areas its offices serve."""
    agencies = SupportAgency.objects.select_related("municipality").order_by("municipality__code", "name", "pk")
    if actor.is_utility:
        return agencies.filter(municipality__utility_offices__utility_id=actor.organization_id).distinct()
    if actor.municipality_id is None:
        return agencies.none()
    return agencies.filter(municipality_id=actor.municipality_id)


def access_agency(actor: Actor, code: str) -> SupportAgency:
    """One of them; any other is a 404."""
    agency = agencies_for(actor).filter(code=code).first()
    if agency is None:
        raise Http404
    return agency


def languages() -> Iterable[tuple[str, str]]:
    """(code, name in the language itself) of every leaflet there is."""
    return [(code, _own_name(code)) for code in LANGUAGES]


def _own_name(code: str) -> str:
    try:
        return str(get_language_info(code.lower())["name_local"])
    except KeyError:
        return LANGUAGES[code].title
